"""A form that is sent twice happens once: each page names its forms; an act uses the name up."""

import secrets
from hashlib import sha256

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect

from base.refusals import Refused
from web.refusals import came_from, refused

FIELD = "once"
MOST_KEPT = 20_000  # bytes; a longer answer is a page, which can be asked for again
UNSPOKEN = {"csrfmiddlewaretoken"}


def name_of(request):
    """What the forms of one page carry; another page, or the same one loaded again, has another.

    Its end says for whom the page was made: nobody else is to send it after a new sign-in.
    """
    if not hasattr(request, "once"):
        request.once = f"{secrets.token_urlsafe(16)}.{request.user.pk or ''}"
    return request.once


def person_of(name):
    """For whom the page was made, by the name of its forms; "" where nobody was signed in."""
    return name.rpartition(".")[2] if "." in name else ""


class OnceMiddleware:
    """Answer the same form, sent again by the same person, as it was answered first.

    The claim and the act are one transaction: whoever comes second waits at the claim's unique
    index, and finds the answer, or a free claim where the first was refused.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.method != "POST" or request.path.startswith(("/admin/", "/api/")):
            return None
        if not request.POST.get(FIELD) or not request.user.is_authenticated:
            return None
        try:
            with transaction.atomic():
                return _answered_once(request, lambda: view(request, *args, **kwargs))
        except (Refused, ValidationError) as refusal:
            return refused(request, refusal)


def _answered_once(request, act):
    digest = _digest(request)
    kept = request.user.idempotency_records.claim(f"form {digest}", digest)
    if kept.is_answered:
        return _again(request, kept)
    answer = act()
    if answer.status_code >= 400 or hasattr(answer, "is_question"):
        kept.release()
    else:
        kept.keep(answer.status_code, _body(answer), _headers(answer))
    return answer


def _again(request, kept):
    if kept.status >= 300 or kept.body or kept.status == 204:
        return HttpResponse(bytes(kept.body), status=kept.status, headers=kept.headers)
    messages.info(request, "That was sent twice; it happened once.")
    return redirect(came_from(request))


def _body(answer):
    """A secret that is shown once isn't kept, nor is a whole page."""
    is_secret = "no-store" in answer.get("Cache-Control", "")
    return b"" if is_secret or len(answer.content) > MOST_KEPT else answer.content


def _headers(answer):
    return {name: answer[name] for name in ("Content-Type", "Location") if answer.has_header(name)}


def _digest(request):
    """Of who names what: the name itself isn't kept, so the words behind it can't be guessed."""
    sent = [(name, request.POST.getlist(name)) for name in sorted(request.POST)]
    words = repr([request.get_full_path(), *(each for each in sent if each[0] not in UNSPOKEN)])
    return sha256(words.encode(errors="surrogatepass")).hexdigest()
