from django.urls import path

from notifications.digest.pages import no_digests

urlpatterns = [path("no-digests/<str:token>/", no_digests, name="no_digests")]
