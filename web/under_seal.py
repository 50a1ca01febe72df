"""Pages that show or take words under a seal: no cache keeps them, no error report holds them."""

from __future__ import annotations

from collections.abc import Callable, ItemsView
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.views.debug import SafeExceptionReporterFilter as Usual

_View = TypeVar("_View", bound=Callable[..., HttpResponse])

EVERYTHING = "__ALL__"


def under_seal(view: _View) -> _View:
    """Mark a page whose answers carry, or whose forms take, words that are sealed."""
    vars(view)["is_under_seal"] = True
    return view


class UnderSealMiddleware:
    """Let nobody keep an answer of such a page: not a cache, not the browser's way back.

    That goes for whatever answers in its place: the sign-in that gives the words back, a refusal,
    a page that asks first. The middlewares it is made by stand within this one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        if "is_under_seal" in vars(request):
            answer.headers["Cache-Control"] = "no-store"
        return answer

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., Any],
        args: tuple[()],
        kwargs: dict[str, Any],
    ) -> None:
        if getattr(view, "is_under_seal", False):
            vars(request).update(is_under_seal=True, sensitive_post_parameters=EVERYTHING)


class ErrorReportFilter(Usual):
    """An error report names what failed and where, never what somebody typed.

    The words may stand in any frame between the request and the seal, so no frame shows its
    variables. Who develops sees them: with DEBUG the page goes to the one who typed.
    """

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, Any]:
        if request is None or not self.is_active(request):
            return super().get_post_parameters(request)
        return dict.fromkeys(request.POST, self.cleansed_substitute)

    def get_traceback_frame_variables(
        self, request: HttpRequest | None, tb_frame: Any
    ) -> ItemsView[str, Any]:
        if not self.is_active(request):
            return super().get_traceback_frame_variables(request, tb_frame)
        return dict.fromkeys(tb_frame.f_locals, self.cleansed_substitute).items()
