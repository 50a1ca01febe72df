from django.conf import settings
from django.contrib import messages
from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.module_loading import import_string

from teams.forms import ProfileForm, SignInForm
from teams.sign_in import Device


class SignIn(auth.LoginView):
    """The way in; where the demo is loaded it also says who may be played."""

    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form):
        answer = super().form_valid(form)
        Device.of(self.request).let_in(answer, form.get_user().email)
        return answer

    def form_invalid(self, form):
        answer = super().form_invalid(form)
        if form.wait:
            answer.status_code = 429
            answer["Retry-After"] = str(form.wait)
        return answer

    def get_context_data(self, **kwargs):
        return super().get_context_data(demo_sign_ins=demo_sign_ins(), **kwargs)


class ChangePassword(auth.PasswordChangeView):
    template_name = "teams/change_password.html"
    success_url = "/me/"

    def form_valid(self, form):
        messages.success(self.request, "Your password is changed.")
        return super().form_valid(form)


def demo_sign_ins():
    return import_string(settings.DEMO_SIGN_INS)() if settings.DEMO_SIGN_INS else []


@login_required
def me(request):
    """My name, the zone in which times are told to me, and what is mailed."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        request.user.introduce(**form.cleaned_data)
        messages.success(request, "Saved.")
        return redirect("me")
    return render(request, "teams/me.html", {"form": form})
