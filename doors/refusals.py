"""Turn a refusal of a verb into an answer for the person at a page."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

from teams.refusals import Refused


class RefusalMiddleware:
    """A form that was refused comes back with the sentence; a script gets it as plain text."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        answer = self.get_response(request)
        if leads_to_sign_in(answer) and not request.user.is_authenticated:
            return signed_out(request, answer)
        return answer

    def process_exception(self, request, error):
        return refused(request, error)


def refused(request, error):
    """The answer to a refusal; None where the error is none."""
    if isinstance(error, ValidationError):
        error = Refused(" ".join(error.messages))
        error.status = 400
    if not isinstance(error, Refused):
        return None
    if asks_by_script(request):
        return HttpResponse(error.sentence, status=error.status, content_type="text/plain")
    if request.method == "POST":
        messages.error(request, error.sentence)
        return redirect(came_from(request))
    return render(request, "403.html", {"sentence": error.sentence}, status=error.status)


HIDDEN = {"csrfmiddlewaretoken", "once", "back", "sure"}  # what doors put into every form
NO_WORDS = HIDDEN | {"made_from", "content_hash"}
SECRET = "password"  # noqa: S105  what has it in its name is typed again, never given back
MOST_KEPT = 200_000  # characters of a form that are kept while somebody signs in


def leads_to_sign_in(answer):
    path = urlsplit(answer.get("Location", "")).path
    return answer.status_code == 302 and path == resolve_url(settings.LOGIN_URL)


def signed_out(request, answer):
    """A script must never take the sign-in page for success; what a form sent is kept to read."""
    if asks_by_script(request):
        sentence = "You are signed out. Sign in again, then go on; nothing was changed."
        return HttpResponse(sentence, status=401, content_type="text/plain; charset=utf-8")
    if request.method != "POST":
        return answer
    way = {"sign_in": resolve_url(settings.LOGIN_URL), "back": came_from(request)}
    words = {"kept": typed(request), **way}
    return render(request, "signed_out.html", words, status=401)


def not_from_here(request, reason=""):
    """A form whose token doesn't fit: another sign-in since. Its words are given back."""
    return render(request, "403_csrf.html", {"kept": typed(request)}, status=403)


def typed(request):
    """The words of a form, by the names of their fields; no password, token or choice."""
    kept, room = [], MOST_KEPT
    for name, values in request.POST.lists():
        if name in NO_WORDS or SECRET in name:
            continue
        for value in filter(str.strip, values):
            kept.append((name.replace("_", " ").capitalize(), value[:room]))
            room = max(0, room - len(value))
    return kept[:50]


def asks_by_script(request):
    return "HX-Request" in request.headers or request.headers.get("X-Requested-With") == "fetch"


def came_from(request):
    """The path of the page the form stood on, on this host only; else the dashboard."""
    asked_on = request.POST.get("back", "")  # a page that asked stood in between
    if asked_on.startswith("/") and url_has_allowed_host_and_scheme(asked_on, None):
        return asked_on
    referer = urlsplit(request.headers.get("Referer", ""))
    if referer.netloc == request.get_host() and referer.path.startswith("/"):
        return referer.path + (f"?{referer.query}" if referer.query else "")
    return "/"
