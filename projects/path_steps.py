"""The steps of the path that are made here: from the goal to the hypotheses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef
from django.db.models.functions import JSONObject
from django.urls import reverse

from base.roles import Discipline, Role
from projects.models import Charter, Hypothesis, Signature
from projects.models.charter import SIGNERS, signed_for
from projects.models.hypothesis import OPEN
from projects.path import NOT_BEGUN, Act, Progress, Step, settled, under_way
from projects.question_counts import QuestionCounts
from web.templatetags.numbers import many

if TYPE_CHECKING:
    from projects.models import Project

    Read = Mapping[str, Any]


def page(name: str, anchor: str = "") -> Callable[[Project], str]:
    """Return what says where a project has its page of this name."""
    return lambda project: reverse(name, args=[project.key]) + anchor


def listed(words: Iterable[str]) -> str:
    """Join them as a sentence does: “science, engineering and customer”."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


# --- Goal and use cases ---------------------------------------------------------------------------
def goal(read: Read, works: bool) -> Progress:
    return settled("written") if read["business_goal"].strip() else NOT_BEGUN


def standing(read: Read) -> list[dict[str, Any]]:
    return [row for row in read["use_case_rows"] if row["dropped_at"] is None]


def use_cases(read: Read, works: bool) -> Progress:
    number = len(standing(read))
    return settled(str(number)) if number else NOT_BEGUN


# --- Questions ------------------------------------------------------------------------------------
def questions(read: Read, works: bool) -> Progress:
    """All use cases together; one that nobody has looked at holds the step open."""
    counts = [QuestionCounts.of(row["questions"]) for row in standing(read)]
    total = QuestionCounts(*map(sum, zip(*counts, strict=True)))
    if not total.begun:
        return NOT_BEGUN
    if total.waiting or total.differs:
        return under_way(total.words)
    if unseen := sum(not one.begun for one in counts):
        return under_way(f"{many(unseen, 'use case')} not looked at")
    return settled(total.words)


def where_questions_are(project: Project) -> str:
    """Where something waits, else where nobody has begun, else the first; without any, the goal."""
    rows = sorted(standing(vars(project)), key=lambda row: (row["position"], row["id"]))
    found = {row["id"]: QuestionCounts.of(row["questions"]) for row in rows}
    waiting = [pk for pk, counts in found.items() if counts.waiting]
    waiting += [pk for pk, counts in found.items() if counts.differs]
    unseen = [pk for pk, counts in found.items() if not counts.begun]
    for pk in [*waiting, *unseen, *found]:
        return reverse("questions", args=[pk])
    return reverse("project", args=[project.key]) + "#goal"


# --- Charter and plan -----------------------------------------------------------------------------
def newest_charter() -> ArraySubquery:
    """The newest charter's signatures by discipline; no row where there is no charter."""
    signed = Signature.objects.filter(charter=OuterRef("pk")).order_by()
    newest = Charter.objects.filter(project=OuterRef("pk")).order_by("-version")[:1]
    return ArraySubquery(
        newest.values(json=JSONObject(signed=ArraySubquery(signed.values_list(signed_for()))))
    )


def charter(read: Read, works: bool) -> Progress:
    if not read["charter_signed"]:
        return NOT_BEGUN
    [newest] = read["charter_signed"]
    missing = [side for side in SIGNERS if side not in newest["signed"]]
    if not missing:
        return settled("signed")
    names = listed(Discipline(side).label.lower() for side in missing)
    return under_way(f"{names} {'has' if len(missing) == 1 else 'have'} to sign")


def plan(read: Read, works: bool) -> Progress:
    themes = [row for row in read["theme_rows"] if row["state"] != "dropped"]
    if not themes:
        return NOT_BEGUN
    if undated := sum(not (row["starts_on"] and row["ends_on"]) for row in themes):
        return under_way(f"{undated} of {many(len(themes), 'theme')} without dates")
    return settled(many(len(themes), "theme"))


# --- Hypotheses -----------------------------------------------------------------------------------
def by_state() -> ArraySubquery:
    rows = Hypothesis.objects.filter(project=OuterRef("pk")).order_by().values("state")
    counted = rows.annotate(number=Count("pk"))
    return ArraySubquery(counted.values(json=JSONObject(state="state", number="number")))


SAID = (
    ("running", "running"),
    ("draft", "drafted"),
    ("decided", "decided"),
    ("withdrawn", "withdrawn"),
)


def hypotheses(read: Read, works: bool) -> Progress:
    numbers = Counter({row["state"]: row["number"] for row in read["hypothesis_counts"]})
    if not numbers.total():
        return NOT_BEGUN
    words = []
    for state, label in SAID:
        if number := numbers[state]:
            words.append(f"{number} {label}")
    all_of_it = ", ".join(words)
    return under_way(all_of_it) if numbers.keys() & set(OPEN) else settled(all_of_it)


STEPS = (
    Step(
        "goal",
        "Goal",
        "Say in the customer's words what should be better, and for whom. All that follows is held "
        "against it.",
        Act("Write the goal", page("project_edit"), Role.LEAD),
        page("project", "#goal"),
        goal,
    ),
    Step(
        "use_cases",
        "Use cases",
        "A use case is one thing that somebody will do differently with the answer. Both "
        "disciplines look at it together, so keep it small enough to be asked about.",
        Act("Add a use case", page("use_cases")),
        page("project", "#goal"),
        use_cases,
    ),
    Step(
        "questions",
        "Questions",
        "Science and engineering answer the same questions, and neither reads the other's answers "
        "before both are in. Where they differ something is to be decided, before it is built.",
        Act("Look at it together", where_questions_are),
        where_questions_are,
        questions,
        is_internal=True,
    ),
    Step(
        "charter",
        "Charter",
        "It names the end point, how the customer will know it was worth it, and the expected "
        "timeline. Science, engineering and the customer sign the same words.",
        Act("Write the charter", page("charters"), Role.LEAD),
        page("project", "#charter"),
        charter,
        lambda: {"charter_signed": newest_charter()},
    ),
    Step(
        "plan",
        "Plan",
        "Themes are the lines of investigation, laid over the charter's timeline. They show early "
        "where the weeks will go.",
        Act("Add a theme", page("themes")),
        page("project", "#plan"),
        plan,
    ),
    Step(
        "hypotheses",
        "Hypotheses",
        "A hypothesis is a prediction that can fail, and it is locked before it is tested. Refuted "
        "is a result like any other.",
        Act("Draft a hypothesis", page("new_hypothesis")),
        page("hypotheses"),
        hypotheses,
        lambda: {"hypothesis_counts": by_state()},
    ),
)
