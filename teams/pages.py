from django.conf import settings
from django.contrib import messages
from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils.functional import cached_property
from django.utils.module_loading import import_string

from doors.forms import sent
from doors.refusals import asks_by_script
from doors.unfinished import Unfinished, go_on
from doors.versions import Original
from teams.forms import ProfileForm, SignInForm
from teams.sign_in import Device


class SignIn(auth.LoginView):
    """The way in; where the demo is loaded it also says who may be played."""

    authentication_form = SignInForm
    redirect_authenticated_user = True

    @cached_property
    def act(self):
        """What somebody was about to do when they had to sign in, if they were."""
        return Unfinished.carried(self.request)

    def dispatch(self, request, *args, **kwargs):
        if self.act and request.user.is_authenticated:  # who came in by another window meanwhile
            return go_on(request, self.act)
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form):
        answer = super().form_valid(form)
        if self.act:
            answer = go_on(self.request, self.act)
        Device.of(self.request).let_in(answer, form.get_user().email)
        return answer

    def form_invalid(self, form):
        answer = super().form_invalid(form)
        if form.wait:
            answer.status_code = 429
            answer["Retry-After"] = str(form.wait)
        return answer

    def get_context_data(self, **kwargs):
        more = {"act": self.act, "kept": self.act.words if self.act else ()}
        return super().get_context_data(demo_sign_ins=demo_sign_ins(), **more, **kwargs)


class SignInHere(SignIn):
    """The way in again over a page that is open: a part of a page, or the token to go on with.

    Who comes in as somebody else than the page was made for is told so, and gets no token.
    """

    template_name = "registration/_here.html"
    redirect_authenticated_user = False

    def dispatch(self, request, *args, **kwargs):
        if not asks_by_script(request):
            return redirect("sign_in")
        if request.user.is_authenticated:
            return self.let_on()
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form):
        super().form_valid(form)
        answer = self.let_on()
        Device.of(self.request).let_in(answer, form.get_user().email)
        return answer

    def form_invalid(self, form):
        answer = super().form_invalid(form)
        if answer.status_code == 200:
            answer.status_code = 400  # a script tells by it that nobody is in
        return answer

    def let_on(self):
        asked_for = self.request.GET.get("person") or self.request.POST.get("person", "")
        if asked_for != str(self.request.user.pk):
            return render(self.request, "registration/_other.html", status=409)
        answer = JsonResponse({"token": get_token(self.request)})
        answer["Cache-Control"] = "no-store"
        return answer

    def get_context_data(self, **kwargs):
        person = self.request.GET.get("person") or self.request.POST.get("person", "")
        return super().get_context_data(person=person, **kwargs)


class ChangePassword(auth.PasswordChangeView):
    template_name = "teams/change_password.html"
    success_url = "/me/"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"label_suffix": ""}

    def form_valid(self, form):
        messages.success(self.request, "Your password is changed.")
        return super().form_valid(form)


def demo_sign_ins():
    return import_string(settings.DEMO_SIGN_INS)() if settings.DEMO_SIGN_INS else []


@login_required
def me(request):
    """My name, the zone in which times are told to me, and what is mailed."""
    now = {name: getattr(request.user, name) for name in ProfileForm.base_fields}
    original = Original.row(request.user, request.user, now)
    form = ProfileForm(sent(request), initial=now, original=original)
    if request.method == "POST" and form.performs(request.user.introduce):
        messages.success(request, "Saved.")
        return redirect("me")
    return render(request, "teams/me.html", {"form": form}, status=form.status)
