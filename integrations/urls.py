from django.urls import path

import web.converters  # noqa: F401  teaches <row:pk>
from integrations import pages

urlpatterns = [
    path("me/tokens/", pages.tokens, name="tokens"),
    path("me/tokens/<row:pk>/revocations/", pages.revocations, name="token_revocations"),
]
