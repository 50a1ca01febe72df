"""The rows and addresses of the crawls of pages and API, and who asks for them."""

import pytest
import time_machine
from django.utils import timezone

from accounts.models import ApiToken
from base import redis
from tests.api.conftest import rows
from tests.leaks.readers import outsiders
from tests.web.conftest import names

__all__ = ["names", "rows"]


@pytest.fixture
def now():
    """An instant that stays; and nothing in Redis that another test left and that runs out."""
    redis.try_call(lambda client: client.flushdb())
    with time_machine.travel(timezone.now(), tick=False):
        yield


@pytest.fixture
def readers(team, alice, bob, gina, charlie, root):
    return outsiders(team, alice, bob, gina, charlie, root)


@pytest.fixture
def tokens(readers, alice):
    people = {**readers, "writer": alice}
    return {who: ApiToken.issue(user, name="walk")[1] for who, user in people.items()}
