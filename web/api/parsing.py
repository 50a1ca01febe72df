"""Bodies are JSON in UTF-8, and nothing else, but where a file is sent."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterable, Mapping
from typing import IO, Any

import orjson
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from rest_framework.exceptions import APIException, ParseError
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.parsers import BaseParser, MultiPartParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request


class TooLarge(APIException):
    status_code = 413
    default_detail = "The body is too large."


class JsonParser(BaseParser):
    """orjson refuses what isn't JSON: NaN, lone surrogates, broken UTF-8, a thousand brackets."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        if parser_context is not None:
            _refuse_charset(parser_context)
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        body = stream.read(limit + 1)
        if len(body) > limit:
            raise TooLarge
        if not body.strip():
            return {}
        try:
            content = orjson.loads(body)
        except orjson.JSONDecodeError as error:
            _refuse_other_encodings(body)
            raise ParseError(f"The body isn't JSON: {error}.", "body-not-json") from None
        _refuse_names_said_twice(body)
        return content


class MergePatchParser(JsonParser):
    """RFC 7396: what is given is set, null included, and what isn't given stays."""

    media_type = "application/merge-patch+json"


class FilesParser(BaseParser):
    """A form with files, as browsers send it: each part once."""

    media_type = "multipart/form-data"

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        try:
            sent = MultiPartParser().parse(stream, media_type, parser_context)
        except SuspiciousOperation:  # more parts than any form of ours has
            raise ParseError("The form has too many parts, or too long ones.") from None
        parts: dict[str, Any] = {}
        for name, values in (*sent.data.lists(), *sent.files.lists()):
            if name in parts or len(values) > 1:
                raise ParseError(f"The body says “{name}” twice.", "name-said-twice")
            parts[name] = values[0]
        return parts


class AlwaysJson(DefaultContentNegotiation):
    """There is one form of answer, so an Accept header has nothing to choose from."""

    def select_renderer(
        self,
        request: Request,
        renderers: Iterable[BaseRenderer],
        format_suffix: str | None = None,
    ) -> tuple[BaseRenderer, str]:
        only = next(iter(renderers))
        return only, only.media_type


def _refuse_names_said_twice(body: bytes) -> None:
    """Which of the two would be meant differs from parser to parser."""

    def only_once(pairs: list[tuple[str, Any]]) -> None:
        names = set()
        for name, _ in pairs:
            if name in names:
                raise ParseError(f"The body says “{name}” twice.", "name-said-twice")
            names.add(name)

    try:
        json.loads(body, object_pairs_hook=only_once, parse_int=len, parse_float=len)
    except RecursionError:
        raise ParseError("The body is nested too deeply.", "body-nested-too-deeply") from None


def _refuse_other_encodings(body: bytes) -> None:
    try:
        body.decode()
    except UnicodeDecodeError:
        raise ParseError("JSON comes in UTF-8.", "body-not-utf8") from None


def _refuse_charset(context: Mapping[str, Any]) -> None:
    charset = context["request"]._request.content_params.get("charset")
    try:
        if charset and codecs.lookup(charset).name not in ("utf-8", "ascii"):
            raise LookupError
    except (LookupError, ValueError):
        raise ParseError("JSON comes in UTF-8.", "body-not-utf8") from None
