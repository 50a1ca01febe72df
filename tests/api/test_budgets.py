"""Every list costs two statements: who is asking, and what there is, however much that is."""

from datetime import date
from functools import partial

import pytest

from accounts.models import ApiToken
from metrics.models import SuccessMetric
from projects.models import (
    Charter,
    Decision,
    Project,
    Question,
    QuestionNote,
    ShelfItem,
    Theme,
    UseCase,
)
from sprints.models import Sprint
from stories.models import Column, Story
from teams.models import Team
from tests.budgets import assert_budget
from tests.world import person


@pytest.fixture
def metric(apollo, alice):
    return SuccessMetric.define(
        apollo,
        kind="goodwill",
        name="Smiles",
        unit="a day",
        baseline=1,
        target=2,
        due=date(2026, 6, 1),
        by=alice,
    )


def write_charter(project, by, words):
    return Charter.write(
        project,
        end_point=words,
        success="Many",
        by=by,
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 6, 1),
    )


@pytest.fixture
def charter(apollo, alice):
    return write_charter(apollo, alice, "On the moon")


@pytest.fixture
def running(story, sprint, alice):
    sprint.kick_off(by=alice)
    return sprint


def write_stories(project, by, theme, bob):
    for number in range(4):
        story = Story.write(project, title=f"More {number}", by=by, owner=bob, theme=theme)
        story.pair_with(by, by=by)


def found_teams(alice):
    for number in range(3):
        team = Team.objects.create(name=f"Team {number}", slug=f"team-{number}")
        team.memberships.create(user=alice, discipline="science", role="lead")


def test_stories(api, alice, bob, stories, theme, apollo):
    client = api(alice)

    assert_budget(
        "api stories",
        lambda: client.get("stories/", {"project": "AP", "order": "rank"}),
        lambda: write_stories(apollo, alice, theme, bob),
    )


GROWING = {
    "comments": (
        "stories/AP-1/comments/",
        lambda w: [w["story"].comment(f"Words {n}", by=w["alice"]) for n in range(3)],
    ),
    "events": (
        "events/?project=AP",
        lambda w: [Story.write(w["apollo"], title=f"{n}", by=w["alice"]) for n in range(3)],
    ),
    "old texts": (
        "events/{event}/texts/",
        lambda w: [w["story"].rename(f"Title {n}", by=w["alice"]) for n in range(3)],
    ),
    "columns": (
        "projects/AP/columns/",
        lambda w: [
            Column.add(w["apollo"], name=f"C{n}", category="doing", by=w["alice"]) for n in range(3)
        ],
    ),
    "sprints": (
        "projects/AP/sprints/",
        lambda w: [
            Sprint.plan(w["apollo"], starts_on=date(2031, month, 4), by=w["alice"])
            for month in (1, 2, 3)
        ],
    ),
    "themes": (
        "projects/AP/themes/",
        lambda w: [Theme.chart(w["apollo"], title=f"T{n}", by=w["alice"]) for n in range(3)],
    ),
    "use-cases": (
        "projects/AP/use-cases/",
        lambda w: [UseCase.distil(w["apollo"], title=f"U{n}", by=w["alice"]) for n in range(4)],
    ),
    "questions": (
        "projects/AP/questions/",
        lambda w: [
            Question.ask(w["use_case"], text=f"Q{n}", asked_from="science", by=w["alice"])
            for n in range(3)
        ],
    ),
    "rounds": (
        "projects/AP/questions/{question}/rounds/",
        lambda w: [w["again"]().ask_again(by=w["alice"]) for n in range(3)],
    ),
    "notes": (
        "projects/AP/questions/{question}/notes/",
        lambda w: [QuestionNote.add(w["again"](), body=f"N{n}", by=w["bob"]) for n in range(3)],
    ),
    "decisions": (
        "projects/AP/decisions/",
        lambda w: [Decision.open_for(w["apollo"], title=f"D{n}", by=w["alice"]) for n in range(3)],
    ),
    "shelf": (
        "teams/orbit/shelf/",
        lambda w: [
            ShelfItem.put(w["team"], kind="platform", name=f"S{n}", kept_by="science", by=w["bob"])
            for n in range(3)
        ],
    ),
    "charters": (
        "projects/AP/charters/",
        lambda w: [write_charter(w["apollo"], w["alice"], f"Words {n}") for n in range(3)],
    ),
    "signatures": (
        "projects/AP/charters/1/signatures/",
        lambda w: [w["charter"].sign(by=w[name]) for name in ("alice", "bob", "gina")],
    ),
    "projects": (
        "projects/",
        lambda w: [
            Project.start(w["team"], key=f"P{n}", name=f"Project {n}", by=w["alice"])
            for n in range(3)
        ],
    ),
    "teams": ("teams/", lambda w: found_teams(w["alice"])),
    "users": ("users/", lambda w: join(w, 3)),
    "memberships": ("teams/orbit/memberships/", lambda w: join(w, 3)),
    "tokens": (
        "tokens/",
        lambda w: [ApiToken.issue(w["alice"], name=f"Key {n}") for n in range(3)],
    ),
    "success-metrics": (
        "projects/AP/success-metrics/",
        lambda w: [
            SuccessMetric.define(
                w["apollo"],
                kind="goodwill",
                name=f"M{n}",
                unit="x",
                baseline=1,
                target=2,
                due=date(2026, 6, 1),
                by=w["alice"],
            )
            for n in range(3)
        ],
    ),
    "observations": (
        "projects/AP/success-metrics/{metric}/observations/",
        lambda w: [
            w["metric"].observe(value=n, observed_on=date(2026, 2, 1), by=w["alice"])
            for n in range(3)
        ],
    ),
}


def join(world, count):
    for number in range(count):
        world["team"].take_in(person(f"new{number}"), discipline="science", by=world["alice"])


@pytest.fixture
def use_case(apollo, alice):
    return UseCase.distil(apollo, title="Landing", by=alice)


@pytest.fixture
def question(use_case, alice, bob):
    """One that is open: both sides have answered it."""
    question = Question.ask(use_case, text="Why?", asked_from="science", by=alice)
    for someone in (alice, bob):
        question.answer(belief="Because", by=someone)
        question.make_final(by=someone)
    return question


@pytest.fixture
def world(alice, bob, gina, team, apollo, theme, story, charter, metric, use_case, question):
    again = partial(Question.objects.get, pk=question.pk)
    return locals()


@pytest.mark.parametrize("name", GROWING)
def test_every_list(api, world, name):
    path, grow = GROWING[name]
    names = {"metric": world["metric"].pk, "event": None, "question": world["question"].pk}
    if name == "old texts":
        world["story"].rename("Title", by=world["alice"])
        names["event"] = world["story"].events.last().pk
    client, path = api(world["alice"]), path.format(**names)
    if name == "comments":
        world["story"].comment("First", by=world["alice"])
    if name == "observations":
        world["metric"].observe(value=1, observed_on=date(2026, 1, 1), by=world["alice"])
    if name == "use-cases":
        UseCase.distil(world["apollo"], title="First", by=world["alice"])
    if name == "notes":
        QuestionNote.add(world["question"], body="First", by=world["alice"])
    if name == "decisions":
        Decision.open_for(world["apollo"], title="First", by=world["alice"])
    if name == "shelf":
        ShelfItem.put(
            world["team"], kind="platform", name="S", kept_by="science", by=world["alice"]
        )
    if name == "signatures":
        world["charter"].sign(by=world["alice"])

    assert_budget(f"api {name}", lambda: client.get(path), lambda: grow(world))


def test_commitment(api, alice, running):
    client = api(alice)

    assert_budget("api commitment", lambda: client.get("projects/AP/sprints/1/commitment/"), list)
