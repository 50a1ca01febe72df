"""What an address beside the common ones asks and answers, for the API's description."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar, cast

from web.api.query import NoQuery

if TYPE_CHECKING:
    from rest_framework.serializers import BaseSerializer

    from web.requests import ApiRequest

Handler = TypeVar("Handler", bound=Callable[..., Any])


def documented(
    *,
    answers: type[BaseSerializer[Any]] | None = None,
    asks: type[NoQuery] | None = None,
    refuses: dict[int, str] | None = None,
    is_sealed: bool = False,
    gives_file: bool = False,
    is_printed: bool = False,
) -> Callable[[Handler], Handler]:
    """Mark a method of a resource; what it doesn't say is that of its resource.

    What answers with words under a seal is kept by nothing on the way. What gives a file answers
    with its bytes, in parts where `Range` asks for them; what is printed gives a PDF, whole. A file
    has no fields to choose from, so it is asked for without any parameter.
    """

    def mark(handler: Handler) -> Handler:
        is_file = gives_file or is_printed
        marked: Any = asked_plainly(handler) if is_file else handler
        if answers:
            marked.answers = answers
        marked.refuses = refuses or {}
        marked.is_sealed = is_sealed
        marked.gives_file, marked.in_parts = is_file, gives_file
        if asks or is_file:
            marked.asks = asks or NoQuery
        return cast("Handler", marked)

    return mark


def asked_plainly(handler: Callable[..., Any]) -> Callable[..., Any]:
    """Refuse whatever parameter is sent: nothing is dropped in silence."""

    @wraps(handler)
    def checked(resource: Any, request: ApiRequest, **kwargs: str) -> Any:
        NoQuery.read(request.query_params)
        return handler(resource, request, **kwargs)

    return checked
