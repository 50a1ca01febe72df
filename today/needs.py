"""What needs me today: each a sentence with a link to act, the most urgent first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.text import Truncator

from base import clock
from base.roles import Discipline
from forecasts.failure import FORECASTS
from forecasts.presenter import DARK
from forecasts.words import percent
from health.failure import report_in_words
from health.signals.catalogue import BY_KEY
from health.signals.measurement import State
from projects.models.charter import SIGNERS
from projects.models.hypothesis_amendment import OVERDUE_AFTER
from teams.roster import TeamRoster
from today.today import ProjectCard, TeamCard, Today
from today.waiting import OF_MANY, Waiting
from value.models.check_in import PATIENCE
from web.templatetags.dates import day_in_words, time_in_words
from web.templatetags.numbers import many

if TYPE_CHECKING:
    from sprints.models.sprint import Sprint

SOON = timedelta(days=3)
AHEAD = timedelta(days=7)
OPEN_TO_GUESTS = ("check_in",)


@dataclass(frozen=True, slots=True)
class Need:
    """One line: where it belongs, what it is, and the word for what one does about it."""

    urgency: int
    icon: str
    place: str
    sentence: str
    word: str
    link: str


def needs_of(today: Today) -> list[Need]:
    found = [*_stories(today), *_waiting(today), *_projects(today), *_teams(today)]
    return sorted(found, key=lambda need: need.urgency)


def _stories(today: Today) -> Iterator[Need]:
    lengths = {}
    for project in today.projects:
        lengths[project.key] = project.team.sprint_days
    for story in today.stories:
        link = reverse("story", args=[story.key])
        started = getattr(getattr(story, "fact", None), "started_at", None)
        if story.is_blocked:
            since = time_in_words(story.blocked_at)
            reason = Truncator(story.blocked_reason).chars(80)
            yield Need(
                2,
                "octagon-alert",
                story.key,
                f"{story.title} – blocked {since}: {reason}",
                "Unblock",
                link,
            )
        elif started and (today.day - started.date()).days > lengths.get(story.project.key, 14):
            yield Need(
                5,
                "hourglass",
                story.key,
                f"{story.title} – in work since {day_in_words(started.date())}, longer than "
                "a sprint",
                "Look",
                link,
            )


def _waiting(today: Today) -> Iterator[Need]:
    """What retrospectives agreed on, tests, looks back, shared stories, measures and pulses."""
    projects = {project.pk: project for project in today.projects}
    teams = {team.pk: team for team in today.teams}
    for one in today.waiting:
        place: ProjectCard | TeamCard | None
        if one.project:
            place = projects.get(one.project)
        else:
            place = teams.get(one.team)
        roster = teams[one.team].roster if one.team in teams else None
        if place is not None and roster and (roster.works or one.kind in OPEN_TO_GUESTS):
            yield from WAITING[one.kind](one, place, roster)


def _action(one: Waiting, project: ProjectCard, roster: TeamRoster) -> Iterator[Need]:
    """Mine as mine; another's to the leads, who follow actions through, and without a name."""
    is_mine = roster.me is not None and one.owner == roster.me.user.pk
    if is_mine or roster.leads:
        whose = "You agreed to" if is_mine else "Agreed in a retrospective"
        yield Need(
            3 if is_mine else 4,
            "circle-check",
            project.key,
            f"{whose}: {_short(one.name)} – was due {day_in_words(one.day)}"
            if one.day < clock.today()
            else f"{whose}: {_short(one.name)} – due today",
            "Close or carry it",
            reverse("ceremonies", args=[project.key]) + f"#action-{one.pk}",
        )


def _hypothesis(one: Waiting, project: ProjectCard, roster: TeamRoster) -> Iterator[Need]:
    """Asked for at its box's end; three days later it is overdue."""
    is_overdue = clock.today() - one.day >= OVERDUE_AFTER
    words = f"The time box of a test ended {day_in_words(one.day)}"
    yield Need(
        2 if is_overdue else 3,
        "lightbulb",
        project.key,
        f"{words}{', its verdict is overdue' if is_overdue else ''}: {_short(one.name)}",
        "Decide",
        reverse("hypothesis", args=[one.pk]),
    )


def _tested(one: Waiting, project: ProjectCard, roster: TeamRoster) -> Iterator[Need]:
    yield Need(
        3,
        "lightbulb",
        project.key,
        f"The last experiment of a test was done {day_in_words(one.day)}: {_short(one.name)}",
        "Decide",
        reverse("hypothesis", args=[one.pk]),
    )


def _unanswered(one: Waiting, project: ProjectCard, roster: TeamRoster) -> Iterator[Need]:
    """To the side, and of it: nobody is named."""
    due = "was due" if one.day < clock.today() else "due"
    yield Need(
        3,
        "message-circle-question-mark",
        project.key,
        f"{Discipline(one.note).label} hasn't answered {many(one.number or 0, 'question')} of "
        f"{_short(one.name)}; {due} {day_in_words(one.day)}",
        "Answer",
        reverse("questions", args=[one.pk]),
    )


def _undecided(one: Waiting, project: ProjectCard, roster: TeamRoster) -> Iterator[Need]:
    due = "was due" if one.day < clock.today() else "is due"
    yield Need(
        3,
        "scale",
        project.key,
        f"A decision {due} {day_in_words(one.day)}: {_short(one.name)}",
        "Decide",
        reverse("decision", args=[one.pk]),
    )


def _again(one: Waiting, project: ProjectCard, roster: TeamRoster) -> Iterator[Need]:
    when = "was" if one.day < clock.today() else "is"
    yield Need(
        4,
        "scale",
        project.key,
        f"A decision {when} to be looked at again {day_in_words(one.day)}: {_short(one.name)}",
        "Look again",
        reverse("decision", args=[one.pk]),
    )


def _retrospective(one: Waiting, project: ProjectCard, roster: TeamRoster) -> Iterator[Need]:
    yield Need(
        3,
        "repeat",
        project.key,
        f"Sprint {one.number} was closed {day_in_words(one.day)} and nobody has looked "
        "back on it yet",
        "Hold the retrospective",
        reverse("retrospective", args=[project.key, one.number]),
    )


def _paired(one: Waiting, project: ProjectCard, roster: TeamRoster) -> Iterator[Need]:
    key = f"{project.key}-{one.number}"
    yield Need(
        2,
        "octagon-alert",
        key,
        f"{one.name} – you work on it, too, and it is blocked: {_short(one.note)}",
        "Unblock",
        reverse("story", args=[key]),
    )


def _metric(one: Waiting, project: ProjectCard, roster: TeamRoster) -> Iterator[Need]:
    if roster.leads:
        yield Need(
            4,
            "target",
            project.key,
            f"{one.name} was to be reached by {day_in_words(one.day)}; nobody has looked since",
            "Note a value",
            reverse("observations", args=[one.pk]),
        )


def _stale(one: Waiting, project: ProjectCard, roster: TeamRoster) -> Iterator[Need]:
    """To the leads, who edit it."""
    if roster.leads:
        yield Need(
            5,
            "file-text",
            project.key,
            f"Nobody has looked at version {one.number} of the charter for two sprints",
            "Is it still right?",
            reverse("project", args=[project.key]) + "#charter",
        )


def _unkept(one: Waiting, project: ProjectCard, roster: TeamRoster) -> Iterator[Need]:
    """To the leads, who name another; whoever looked after it isn't named."""
    if roster.leads:
        side = Discipline(one.note).label.lower()
        yield Need(
            4,
            "users",
            project.key,
            f"Nobody from {side} looks after {_short(one.name)} any more",
            "Name somebody",
            reverse("solution_keepers", args=[one.pk]),
        )


def _trial(one: Waiting, project: ProjectCard, roster: TeamRoster) -> Iterator[Need]:
    yield Need(
        3,
        "compass",
        project.key,
        f"A trial was planned until {day_in_words(one.day)}: {_short(one.name)}",
        "Say how it ended",
        reverse("trial_verdict", args=[one.pk]),
    )


def _unconfirmed(one: Waiting, project: ProjectCard, roster: TeamRoster) -> Iterator[Need]:
    """To the discipline that didn't write it."""
    if roster.me and roster.me.discipline == one.note:
        yield Need(
            4,
            "compass",
            project.key,
            f"{Discipline(one.note).label} hasn't confirmed how {_short(one.name)} ended, decided "
            f"{day_in_words(one.day)}",
            "Read and confirm",
            reverse("trial", args=[one.pk]),
        )


def _ungated(one: Waiting, project: ProjectCard, roster: TeamRoster) -> Iterator[Need]:
    """To the leads, once for each solution and fit: they say why, or see to what is missing."""
    if roster.leads:
        yield Need(
            3,
            "triangle-alert",
            project.key,
            f"{_short(one.name)} {_short(one.note)} went to production past its gate",
            "Say why",
            reverse("deployment", args=[one.pk]),
        )


def _check_in(one: Waiting, project: ProjectCard, roster: TeamRoster) -> Iterator[Need]:
    """To whoever looks after it, else to leads, and to the customer where a lead asks them."""
    is_late = one.day < clock.today() - PATIENCE
    if one.pk == OF_MANY:
        verb, link = "are", reverse("check_ins", args=[project.key])
    else:
        verb, link = "is", reverse("check_in", args=[one.pk])
    how = "overdue" if is_late else "asked"
    yield Need(
        3 if is_late else 4,
        "target",
        project.key,
        f"What has come of {_short(one.name)}, {one.number} days in use? "
        f"{_short(one.note)} {verb} {how}",
        "Say what it says now",
        link,
    )


def _looked_back(one: Waiting, project: ProjectCard, roster: TeamRoster) -> Iterator[Need]:
    """To each who looks after it, until they have answered."""
    yield Need(
        4,
        "flag",
        project.key,
        f"{_short(one.name)} {_short(one.note)} went live {day_in_words(one.day)}: "
        "anything that isn’t here?",
        "Look back",
        reverse("deployment_drama", args=[one.pk]),
    )


def _pulse(one: Waiting, team: TeamCard, roster: TeamRoster) -> Iterator[Need]:
    yield Need(
        5,
        "heart-pulse",
        team.name,
        f"A pulse is open; it closes {day_in_words(one.day)}",
        "Answer",
        reverse("pulse", args=[team.slug]),
    )


def _failure(one: Waiting, place: ProjectCard | TeamCard, roster: TeamRoster) -> Iterator[Need]:
    """To the leads alone, who can try it again."""
    if not roster.leads:
        return
    if isinstance(place, ProjectCard):
        label, said = place.key, FORECASTS[one.name].format(place)
        link = reverse("forecast", args=[place.key])
    else:
        label, said = (
            place.name,
            report_in_words(place.name, date.fromisoformat(one.note) if one.note else None),
        )
        link = reverse("health", args=[place.slug])
        if one.note:
            link = f"{reverse('health_as_of', args=[place.slug])}?day={one.note}"
    yield Need(
        2,
        "octagon-alert",
        label,
        f"{said}: it was tried {many(one.number or 0, 'time')}, last {day_in_words(one.day)}",
        "Try again",
        link,
    )


def _short(text: str) -> str:
    return Truncator(text).chars(80)


WAITING: dict[str, Callable[[Waiting, Any, TeamRoster], Iterator[Need]]] = {
    "action": _action,
    "hypothesis": _hypothesis,
    "tested": _tested,
    "unanswered": _unanswered,
    "undecided": _undecided,
    "again": _again,
    "retrospective": _retrospective,
    "paired": _paired,
    "metric": _metric,
    "stale": _stale,
    "unkept": _unkept,
    "trial": _trial,
    "unconfirmed": _unconfirmed,
    "ungated": _ungated,
    "check_in": _check_in,
    "looked_back": _looked_back,
    "pulse": _pulse,
    "failure": _failure,
}


def _projects(today: Today) -> Iterator[Need]:
    for project in today.projects:
        if not project.is_active:
            continue
        yield from _charter(project)
        if project.team.roster.leads:
            yield from _end(project)
            yield from _sprints(project, project.team.today)


def _charter(project: ProjectCard) -> Iterator[Need]:
    roster, charter = project.team.roster, project.charter
    if charter is None:
        if roster.leads:
            yield Need(
                6,
                "file-text",
                project.key,
                f"{project} has no charter yet",
                "Write it",
                reverse("charters", args=[project.key]),
            )
        return
    mine = roster.me.signs_for if roster.me else ""
    if mine in SIGNERS and mine not in charter.signed_for:
        link = reverse("project", args=[project.key]) + "#charter"
        yield Need(
            4,
            "signature",
            project.key,
            f"The charter of {project}, version {charter.version}, waits for the word of {mine}",
            "Read and sign",
            link,
        )


def _end(project: ProjectCard) -> Iterator[Need]:
    """What was promised to the customer and won't hold, while there is time to speak of it."""
    if project.chance_of_the_end is None:
        return
    chance, end = project.chance_of_the_end
    if chance < DARK:
        yield Need(
            2,
            "trending-up",
            project.key,
            f"All that is open has a chance of {percent(chance)} to be done by the "
            f"charter's end {day_in_words(end)}",
            "See the forecast",
            reverse("forecast", args=[project.key]),
        )


def _sprints(project: ProjectCard, day: date) -> Iterator[Need]:
    running, planned = project.running, project.planned
    plan = reverse("new_sprint", args=[project.key])
    if running:
        yield from _ending(project, running, day)
        if not planned and running.ends_on - day <= SOON:
            yield Need(
                4,
                "calendar-range",
                project.key,
                f"{running} ends {day_in_words(running.ends_on)}; none is planned after it",
                "Plan the next",
                plan,
            )
    elif planned and planned.starts_on <= day:
        link = reverse("sprint", args=[project.key, planned.number]) + "#kickoff"
        yield Need(1, "play", project.key, f"{planned} waits for its kickoff", "Kick off", link)
    elif not planned:
        yield Need(
            6,
            "repeat",
            project.key,
            f"No sprint runs in {project}, and none is planned",
            "Plan one",
            plan,
        )
    if planned and planned.ownerless and planned.starts_on - day <= AHEAD:
        link = reverse("sprint", args=[project.key, planned.number]) + "#kickoff"
        has = "has" if planned.ownerless == 1 else "have"
        yield Need(
            3,
            "user-round",
            project.key,
            f"{many(planned.ownerless, 'story')} of {planned} {has} no owner yet",
            "Find owners",
            link,
        )


def _ending(project: ProjectCard, running: Sprint, day: date) -> Iterator[Need]:
    link = reverse("closings", args=[project.key, running.number])
    if running.ends_on < day:
        yield Need(
            1,
            "flag",
            project.key,
            f"{running} should have ended {day_in_words(running.ends_on)}",
            "Close it",
            link,
        )
    elif running.ends_on == day:
        yield Need(2, "flag", project.key, f"{running} ends today", "Close it", link)


def _teams(today: Today) -> Iterator[Need]:
    for team in today.teams:
        if team.roster.leads:
            yield from _signals(team)


def _signals(team: TeamCard) -> Iterator[Need]:
    link = reverse("health", args=[team.slug])
    for reading in team.readings:
        if reading.state == State.ATTENTION and reading.signal in BY_KEY:
            name = BY_KEY[reading.signal].name
            yield Need(5, "heart-pulse", team.name, f"{name} needs attention", "See why", link)
