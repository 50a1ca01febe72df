from django.contrib.auth.views import LogoutView
from django.urls import path

import web.converters  # noqa: F401  teaches <row:pk>
from accounts.pages import profile, sign_in, tokens

urlpatterns = [
    path("sign-in/", sign_in.SignIn.as_view(), name="sign_in"),
    path("sign-in/here/", sign_in.SignInHere.as_view(), name="sign_in_here"),
    path("sign-out/", LogoutView.as_view(), name="sign_out"),
    path("me/", profile.me, name="me"),
    path("me/password/", profile.ChangePassword.as_view(), name="change_password"),
    path("me/tokens/", tokens.tokens, name="tokens"),
    path("me/tokens/<row:pk>/revocations/", tokens.revocations, name="token_revocations"),
]
