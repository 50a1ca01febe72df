"""Pages and API as a WSGI application."""

import os
from typing import Any

import django
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.utils.http import parse_header_parameters

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


class Utf8Request(WSGIRequest):
    """A request whose words are UTF-8, whatever charset it names.

    Django reads forms by that charset, so a name with a NUL in it, or of a codec that isn't of
    text, would fail before any page could answer. The API refuses another charset by itself.
    """

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        try:
            found = parse_header_parameters(meta.get("CONTENT_TYPE", ""))
        except ValueError:  # longer than any type is
            found = "", {}
        self.content_type, self.content_params = found


class Utf8Handler(WSGIHandler):
    request_class = Utf8Request


django.setup(set_prefix=False)
application = Utf8Handler()
