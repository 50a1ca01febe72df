"""Whoever has no session loses no words by it, and no script takes the sign-in for success."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url

from web.interrupted_act import Unfinished, from_here, go_on, typed, unkept
from web.refusals import asks_by_script, came_from

AGAIN = "X-Sign-In"  # a script that reads it asks its reader to sign in, then sends the same again
GONE = "You are signed out. Sign in again, then go on; nothing was changed."
CHANGED = "Somebody signed in since this page was made. Load it again; nothing was changed."


class SignedOutMiddleware:
    """Answers in place of the way to the sign-in, where a form or a script asked for more."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        if not _leads_to_sign_in(answer) or request.user.is_authenticated:
            return answer
        if asks_by_script(request):
            return _sign_in_first(GONE, 401)
        if request.method == "POST":
            return signed_out(request)
        return answer


def _leads_to_sign_in(answer: HttpResponse) -> bool:
    path = urlsplit(answer.get("Location", "")).path
    return answer.status_code == 302 and path == resolve_url(settings.LOGIN_URL)


def signed_out(request: HttpRequest) -> HttpResponse:
    """The words, and the sign-in that goes on with them."""
    act = Unfinished.of(request)
    kept = act.words if act else typed(request)
    words = {"kept": kept, "act": act, "next": came_from(request)}
    return unkept(render(request, "signed_out.html", words, status=401))


def not_from_here(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token doesn't fit: another sign-in since. Its words are given back.

    Where a page of ours sent it, its own person may send it again; a stranger's can't ask for that.
    """
    if asks_by_script(request):
        return _sign_in_first(CHANGED, 403)
    if from_here(request):
        act = Unfinished.carried(request) or Unfinished.of(request)
    else:
        act = None
    if act and request.user.is_authenticated:
        return go_on(request, act, request.user, status=403)
    return unkept(render(request, "403_csrf.html", {"kept": typed(request)}, status=403))


def _sign_in_first(sentence: str, status: int) -> HttpResponse:
    plain = "text/plain; charset=utf-8"
    return HttpResponse(sentence, status=status, content_type=plain, headers={AGAIN: "again"})
