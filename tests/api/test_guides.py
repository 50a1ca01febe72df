"""Every example of the guides in docs/api is sent, and answered as the guide says."""

import re
from typing import Any

import pytest

from jobs.models import Job
from projects.models import Question
from solutions.models import Trial
from tests.api.guides import ANY, FOLDER, Answered, Asked, fits, steps_of
from tests.present import present
from walls.models import Wall

GUIDES = sorted(FOLDER.glob("*.md"))


@pytest.fixture
def ids(alice, bob, rows):
    """What is called by these numbers in the guides."""
    writing = Wall.open_for(rows["use-case"], title="What do we need?", by=alice)
    note, other = rows["wall-note"], rows["other-note"]
    return {
        "1005": alice.pk,
        "1006": bob.pk,
        "1017": rows["doing"].pk,
        "1030": rows["use-case"].pk,
        "1031": rows["question"].pk,
        "1040": writing.pk,
        "1041": present(writing.prompts.first()).pk,
        "1050": rows["wall"].pk,
        "1051": note.pk,
        "1053": other.group_id,
        "1060": rows["solution"].pk,
        "1061": rows["item-of-fit"].pk,
        "1062": rows["trial"].pk,
        "1070": rows["hypothesis"].pk,
        "1080": rows["kept-brief"].pk,
    }


class Reader:
    """Does what a guide says, one step after the other."""

    def __init__(self, client, ids):
        self.client, self.ids = client, ids
        self.last: Any = None
        self.tag, self.cursor, self.place = "", "", ""

    def ask(self, step):
        path, body = self.known(step.path), self.known(step.body)
        headers = {name: self.known(value) for name, value in step.headers.items()}
        headers.pop("Content-Type", None)
        if "tp_" in headers.get("Authorization", "tp_"):
            headers["Authorization"] = self.client.headers["authorization"]
        if ANY in headers.get("If-Match", "") + headers.get("If-None-Match", ""):
            headers = {name: value.replace('"…"', self.tag) for name, value in headers.items()}
        self.last = self.client.client.generic(
            step.method,
            f"/api/v1/{self.goes_on(path)}",
            body,
            content_type=step.headers.get("Content-Type", "application/json"),
            headers=headers,
        )
        self.tag = self.last.headers.get("ETag", self.tag)
        self.place = self.last.headers.get("Location", self.place)
        if self.last.headers.get("Content-Type") == "application/json":
            self.cursor = self.last.json().get("cursor", self.cursor)

    def goes_on(self, path):
        """Put what an answer before this request gave where the guide has an ellipsis."""
        if "cursor=…" in path:
            return path.replace("…", self.cursor)
        return self.place.partition("/api/v1/")[2] if ANY in path else path

    def compare(self, step):
        real = self.last.json() if self.last.content else None
        assert self.last.status_code == step.status, self.last.content
        for name, value in step.headers.items():
            assert fits(self.known(value), self.last.headers.get(name)), (name, self.last.headers)
        if step.content is not None:
            assert fits(self.numbered(step.content), real), real

    def known(self, text):
        return re.sub(r"\b10\d\d\b", lambda found: str(self.ids.get(found[0], found[0])), text)

    def numbered(self, content):
        if isinstance(content, dict):
            return {name: self.numbered(value) for name, value in content.items()}
        if isinstance(content, list):
            return [self.numbered(value) for value in content]
        return self.ids.get(str(content), content) if type(content) is int else content


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_every_example_is_answered_as_the_guide_says(api, rows, alice, ids, guide):
    reader = Reader(api(alice), ids)
    steps = steps_of(guide)
    assert any(isinstance(step, Answered) for step in steps)
    for step in steps:
        if isinstance(step, Asked):
            reader.ask(step)
        elif isinstance(step, Answered):
            reader.compare(step)
        else:
            MEANWHILE[step](reader)


def answer_for_engineering(reader):
    question = Question.objects.get(pk=reader.ids["1031"])
    someone = question.project.team.memberships.get(discipline="engineering").user
    question.answer(belief="From the archive", by=someone)
    question.make_final(by=someone)


def confirm_for_engineering(reader):
    trial = Trial.objects.get(pk=reader.ids["1062"])
    trial.confirm(by=trial.project.team.memberships.get(discipline="engineering").user)


def come_in_as_a_service(reader):
    trial = Trial.objects.get(pk=reader.ids["1062"])
    team = trial.project.team
    lead = team.memberships.get(role="lead").user
    reader.client = type(reader.client)(lead, scope="report", team=team)


MEANWHILE: dict[str, Any] = {
    "the worker works": lambda reader: Job.run_waiting(),
    "engineering answers and is final, too": answer_for_engineering,
    "engineering confirms the trial": confirm_for_engineering,
    "a service comes in": come_in_as_a_service,
}
