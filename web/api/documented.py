"""What an address beside the common ones asks and answers, for the API's description."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from rest_framework.serializers import BaseSerializer

    from web.api.query import NoQuery

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
    with its bytes, in parts where `Range` asks for them; what is printed gives a PDF, whole.
    """

    def mark(handler: Handler) -> Handler:
        marked: Any = handler
        if answers:
            marked.answers = answers
        marked.refuses = refuses or {}
        marked.is_sealed = is_sealed
        marked.gives_file, marked.in_parts = gives_file or is_printed, gives_file
        if asks:
            marked.asks = asks
        return handler

    return mark
