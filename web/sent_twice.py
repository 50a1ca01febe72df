"""A form that is sent twice happens once: each page names its forms; an act uses the name up."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, Any, TypeVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from base.refusals import Refused
from web.refusals import came_from, refused

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from base.user import User
    from web.models.idempotency_record import IdempotencyRecord

FIELD = "once"
MOST_KEPT = 20_000  # bytes; a longer answer is a page, which can be asked for again
UNSPOKEN = {"csrfmiddlewaretoken"}

_View = TypeVar("_View", bound=Callable[..., HttpResponse])


def unrecorded(view: _View) -> _View:
    """Mark an act of which no record may say who did it when; sent twice it has to be one itself.

    A record of a repeated form names a person and a moment: beside a wall's notes and votes that
    would tell whose they are.
    """
    vars(view)["is_unrecorded"] = True
    return view


def name_of(request: HttpRequest) -> str:
    """What the forms of one page carry; another page, or the same one loaded again, has another.

    Its end says for whom the page was made: nobody else is to send it after a new sign-in.
    """
    kept = vars(request)
    if "once" not in kept:
        kept["once"] = f"{secrets.token_urlsafe(16)}.{request.user.pk or ''}"
    once: str = kept["once"]
    return once


def person_of(name: str) -> str:
    """For whom the page was made, by the name of its forms; "" where nobody was signed in."""
    if "." in name:
        return name.rpartition(".")[2]
    return ""


class OnceMiddleware:
    """Answer the same form, sent again by the same person, as it was answered first.

    The claim and the act are one transaction: whoever comes second waits at the claim's unique
    index, and finds the answer, or a free claim where the first was refused.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., Any],
        args: tuple[()],
        kwargs: dict[str, Any],
    ) -> HttpResponse | None:
        if request.method != "POST" or request.path.startswith(("/admin/", "/api/")):
            return None
        if getattr(view, "is_unrecorded", False):
            return None
        if not request.POST.get(FIELD) or not request.user.is_authenticated:
            return None
        try:
            with transaction.atomic():
                act = partial(view, request, *args, **kwargs)
                return _answered_once(request, request.user, act)
        except (Refused, ValidationError) as refusal:
            return refused(request, refusal)


def _answered_once(
    request: HttpRequest, user: User, act: Callable[[], HttpResponse]
) -> HttpResponse:
    digest = _digest(request)
    kept = user.idempotency_records.claim(f"form {digest}", digest)
    assert kept is not None  # the key is all of the fingerprint
    if kept.status is not None:
        return _again(request, kept, kept.status)
    answer = act()
    if answer.status_code >= 400 or hasattr(answer, "is_question"):
        kept.release()
    else:
        kept.keep(answer.status_code, _body(answer), _headers(answer))
    return answer


def _again(request: HttpRequest, kept: IdempotencyRecord, status: int) -> HttpResponse:
    if status >= 300 or kept.body or status == 204:
        return HttpResponse(bytes(kept.body), status=status, headers=kept.headers)
    messages.info(request, "That was sent twice; it happened once.")
    return redirect(came_from(request))


def _body(answer: HttpResponse) -> bytes:
    """A secret that is shown once isn't kept, nor is a whole page."""
    is_secret = "no-store" in answer.get("Cache-Control", "")
    if is_secret or len(answer.content) > MOST_KEPT:
        return b""
    return answer.content


def _headers(answer: HttpResponse) -> dict[str, str]:
    headers = {}
    for name in ("Content-Type", "Location"):
        if answer.has_header(name):
            headers[name] = answer[name]
    return headers


def digest_of(file: UploadedFile[bytes]) -> str:
    """By which a file that is sent again is known."""
    digest = sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    return digest.hexdigest()


def _digest(request: HttpRequest) -> str:
    """Of who names what: the name itself isn't kept, so the words behind it can't be guessed."""
    sent = []
    for name in sorted(request.POST):
        sent.append((name, request.POST.getlist(name)))
    for name in sorted(request.FILES):
        for file in request.FILES.getlist(name):
            sent.append((name, [str(file.name), digest_of(file)]))
    words = repr([request.get_full_path(), *(each for each in sent if each[0] not in UNSPOKEN)])
    return sha256(words.encode(errors="surrogatepass")).hexdigest()
