from django.contrib.auth.views import LogoutView
from django.urls import path

from teams import pages

urlpatterns = [
    path("sign-in/", pages.SignIn.as_view(), name="sign_in"),
    path("sign-out/", LogoutView.as_view(), name="sign_out"),
    path("me/", pages.me, name="me"),
    path("me/password/", pages.ChangePassword.as_view(), name="change_password"),
]
