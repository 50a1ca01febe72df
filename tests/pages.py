"""Pages as a browser reads them: how their templates break lines is nobody's business."""

import re
from functools import cache
from typing import Any

import pytest
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.test import Client, client

# What white space is kept in by HTML, or by the stylesheet.
AS_IT_STANDS = re.compile(
    r'(<(?:textarea|pre)\b.*?</(?:textarea|pre)>|<div class="old-text-words".*?</div>)', re.DOTALL
)
BEFORE_THE_END = re.compile(r'(?<=["\w]) (?=/?>)')


@pytest.fixture(scope="session", autouse=True)
def pages_on_one_line():
    """Every client's HTML has one space for a run of white space, and none before a tag's end."""
    request = Client.request

    def on_one_line(self: Client, **environ: Any) -> Any:
        answer = request(self, **environ)
        if not answer.streaming and answer.headers.get("Content-Type", "").startswith("text/html"):
            answer.content = one_line(answer.content.decode()).encode()
        return answer

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Client, "request", on_one_line)
        yield


def one_line(html: str) -> str:
    parts = AS_IT_STANDS.split(html)
    for place in range(0, len(parts), 2):
        parts[place] = BEFORE_THE_END.sub("", re.sub(r"\s+", " ", parts[place]))
    return "".join(parts)


@pytest.fixture(scope="session", autouse=True)
def rendered_as_a_server_does():
    """A test looks at the context of pages, not of their parts: those aren't copied for it.

    And where a static file lies is put together once.
    """
    store = client.store_rendered_templates  # type: ignore[attr-defined]  # imported there

    def store_of_pages(told: Any, signal: Any, sender: Any, template: Any, **more: Any) -> None:
        name = template.name or "_"
        if not name.startswith("django/") and not name.rpartition("/")[2].startswith("_"):
            store(told, signal, sender, template, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(client, "store_rendered_templates", store_of_pages)
        patch.setattr(StaticFilesStorage, "url", cache(StaticFilesStorage.url))
        yield
