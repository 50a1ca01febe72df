from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth import views as auth
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils.functional import cached_property
from django.utils.module_loading import import_string

from accounts.forms import SignInForm
from accounts.sign_in import Device
from web.interrupted_act import Unfinished, go_on
from web.refusals import asks_by_script

if TYPE_CHECKING:
    from django.contrib.auth.forms import AuthenticationForm


class SignIn(auth.LoginView):
    """The way in; where the demo is loaded it also says who may be played."""

    authentication_form = SignInForm
    redirect_authenticated_user = True

    @cached_property
    def act(self) -> Unfinished | None:
        """What somebody was about to do when they had to sign in, if they were."""
        return Unfinished.carried(self.request)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.act and request.user.is_authenticated:  # who came in by another window meanwhile
            return go_on(request, self.act, request.user)
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        answer = super().form_valid(form)
        if self.act:
            answer = go_on(self.request, self.act, form.get_user())
        Device.of(self.request).let_in(answer, form.get_user().email)
        return answer

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        answer = super().form_invalid(form)
        if isinstance(form, SignInForm) and form.wait:
            answer.status_code = 429
            answer["Retry-After"] = str(form.wait)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        more = {"act": self.act, "kept": self.act.words if self.act else ()}
        return super().get_context_data(demo_sign_ins=demo_sign_ins(), **more, **kwargs)


class SignInHere(SignIn):
    """The way in again over a page that is open: a part of a page, or the token to go on with.

    Who comes in as somebody else than the page was made for is told so, and gets no token.
    """

    template_name = "registration/_here.html"
    redirect_authenticated_user = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not asks_by_script(request):
            return redirect("sign_in")
        if request.user.is_authenticated:
            return self.let_on()
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        super().form_valid(form)
        answer = self.let_on()
        Device.of(self.request).let_in(answer, form.get_user().email)
        return answer

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        answer = super().form_invalid(form)
        if answer.status_code == 200:
            answer.status_code = 400  # a script tells by it that nobody is in
        return answer

    def let_on(self) -> HttpResponse:
        asked_for = self.request.GET.get("person") or self.request.POST.get("person", "")
        if asked_for != str(self.request.user.pk):
            return render(self.request, "registration/_other.html", status=409)
        answer = JsonResponse({"token": get_token(self.request)})
        answer["Cache-Control"] = "no-store"
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = self.request.GET.get("person") or self.request.POST.get("person", "")
        return super().get_context_data(person=person, **kwargs)


def demo_sign_ins() -> list[Any]:
    if settings.DEMO_SIGN_INS:
        people: list[Any] = import_string(settings.DEMO_SIGN_INS)()
        return people
    return []
