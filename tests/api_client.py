"""The API as an integration meets it: a token, JSON, and what comes back."""

import orjson
import pytest
from django.core.files.base import ContentFile
from django.http import HttpResponse
from django.test import Client

from accounts.models import ApiToken


class ApiClient:
    """Speaks for one person with a token of theirs; with nobody's without one."""

    def __init__(self, user=None, scope="sign", team=None):
        self.client = Client()
        self.headers = {}
        if user:
            self.token, plain = ApiToken.issue(user, name="test", scope=scope, team=team)
            self.headers["authorization"] = f"Bearer {plain}"

    def get(self, path, query=None, **headers):
        return whole(self.client.get(f"/api/v1/{path}", query, headers=self._with(headers)))

    def post(self, path, body=None, **headers):
        if isinstance(body, dict) and "file" in body:
            return self.attach(path, {**body, "file": ContentFile(*body["file"])}, **headers)
        return self.post_raw(path, orjson.dumps({} if body is None else body), **headers)

    def attach(self, path, file, **headers):
        """Send a form with files, as multipart/form-data."""
        return self.client.post(f"/api/v1/{path}", file, headers=self._with(headers))

    def post_raw(self, path, content, content_type="application/json", **headers):
        return self.client.post(
            f"/api/v1/{path}", content, content_type=content_type, headers=self._with(headers)
        )

    def patch(self, path, body, content_type="application/merge-patch+json", **headers):
        return self.client.patch(
            f"/api/v1/{path}",
            orjson.dumps(body),
            content_type=content_type,
            headers=self._with(headers),
        )

    def send(self, method, path, body, **headers):
        """Write by whichever method: what a route of the table names."""
        if method == "DELETE":
            return self.delete(path, **headers)
        if method == "PATCH":
            return self.patch(path, body, **headers)
        return self.post(path, body, **headers)

    def delete(self, path, **headers):
        return self.client.delete(f"/api/v1/{path}", headers=self._with(headers))

    def _with(self, headers):
        return {**self.headers, **{name.replace("_", "-"): text for name, text in headers.items()}}


def whole(answer):
    """An answer read to its end, as whoever downloads a file does."""
    if not answer.streaming:
        return answer
    return HttpResponse(answer.getvalue(), status=answer.status_code, headers=answer.headers)


@pytest.fixture
def api(settings, db):
    """Call it with a person for a client that speaks for them."""
    settings.API_LIMIT = "1000000/minute"
    return ApiClient
