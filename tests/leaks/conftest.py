"""The rows and addresses of the crawls of pages and API."""

from tests.api.conftest import rows
from tests.web.conftest import names

__all__ = ["names", "rows"]
