"""Files as people have them, and a folder for them that goes with the test."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from files.models import Attachment
from projects.models import Hypothesis, UseCase


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(media):
    """Nothing of what a test attaches stays."""


@pytest.fixture
def use_case(apollo, alice):
    return UseCase.distil(apollo, title="Landing", by=alice)


@pytest.fixture
def hypothesis(theme, alice):
    return Hypothesis.draft(theme, prediction="It lands", threshold="1", by=alice)


def file(content=b"a,b\n1,2\n", name="figures.csv"):
    return ContentFile(content, name)


def picture(width=600, height=300, kind="PNG", **options):
    written = BytesIO()
    Image.new("RGB", (width, height), "teal").save(written, kind, **options)
    return ContentFile(written.getvalue(), f"chart.{kind.lower()}")


@pytest.fixture
def attached(use_case, alice):
    return Attachment.attach(use_case, file(), by=alice)


def lying(media):
    """What lies in the folder."""
    return sorted(path.name for path in media.rglob("*") if path.is_file())
