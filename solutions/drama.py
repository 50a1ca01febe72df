"""Drama-free, version 1: what a deployment to production lost of 100, and why.

The weights are a design choice, printed under each number. A number is of one deployment: it is
never averaged, ranked or compared.

One happening deducts once, by its heaviest row. What belongs to one happening:

- An incident, the deployments that mend it and the stories that came of it. Who mends quickly, or
  writes down what is to be done, mustn't lose more than who leaves it broken. So a fix costs
  something only where it weighs more than its incident (severity 3), and a second fix of the same
  incident costs nothing more.
- A rollback and the incidents that it ended: those that had begun, and went on until an hour
  before it or longer. By people and by pipelines the two are noted minutes apart.
- A waiver, be it of the fit, of the trial or of both. What went past the gate without anybody
  saying why counts as waived, or saying why would cost.

A story counts by itself where it came of the deployment and of no incident, and was written after
the version went live: what was planned before isn't its doing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

VERSION = 1
WHOLE = 100
WEIGHTS = {
    "rolled_back_early": 40,
    "rolled_back": 20,
    "incident_1": 30,
    "incident_2": 20,
    "incident_3": 10,
    "fix": 15,
    "trial_waived": 15,
    "fit_waived": 10,
    "outside_hours": 10,
    "customer_absent": 10,
    "story": 5,
}
MOST = {"incident": 40, "fix": 30, "story": 20}  # together, of each kind
WEEK, MONTH = timedelta(days=7), timedelta(days=30)
MENDED_WITHIN = timedelta(hours=72)
ENDED_BY_ROLLBACK = timedelta(hours=1)  # before it: noted minutes apart
FORMULA = (
    ("rolled back within 7 days / by day 30", "40 / 20"),
    ("an incident within 30 days, of severity 1 / 2 / 3", "30 / 20 / 10, at most 40 together"),
    ("a fix within 72 hours, counted against what it mends", "15 each, at most 30"),
    ("begun unplanned and outside the team’s hours", "10"),
    ("unplanned stories that came of it", "5 each, at most 20"),
    ("the customer absent, where a release is carried", "10"),
    ("in production without a signed fit / a passed trial", "10 / 15"),
)


@dataclass(frozen=True, slots=True)
class IncidentSeen:
    """An incident of the deployment, as far as the number depends on it."""

    pk: int
    called: str  # its kind, in a word
    severity: int
    began_at: datetime
    restored_at: datetime | None


@dataclass(frozen=True, slots=True)
class FixSeen:
    """A deployment that mends one of its incidents."""

    pk: int
    version: str
    at: datetime
    incident: int


@dataclass(frozen=True, slots=True)
class StorySeen:
    """A story that came of it, or of one of its incidents."""

    pk: int
    key: str
    written_at: datetime
    incident: int | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """How a deployment went, as rows say it."""

    since: datetime  # when it went live
    began_at: datetime
    rolled_back_at: datetime | None = None
    incidents: Sequence[IncidentSeen] = ()
    fixes: Sequence[FixSeen] = ()
    stories: Sequence[StorySeen] = ()
    is_planned: bool = True
    in_hours: bool = True
    customer_absent: bool = False
    carries_release: bool = False
    fit_lacked: bool = False
    trial_lacked: bool = False


@dataclass(frozen=True, slots=True)
class Deduction:
    """What one happening cost, by its heaviest row."""

    row: str
    at: datetime
    weight: int  # what the table says
    points: int  # what is left of that under the most of its kind
    sentence: str
    kind: str = ""  # what it is of: a deployment, an incident or a story
    pk: int | None = None
    key: str = ""  # a story's
    incidents: tuple[int, ...] = ()  # those of the happening
    along: tuple[str, ...] = ()  # what else is of the same happening, and costs nothing more

    @property
    def family(self) -> str:
        """Of what there is a most together."""
        return self.row.split("_")[0]


@dataclass(frozen=True, slots=True)
class Drama:
    """What a deployment has left of 100, with all that it lost in the order of time."""

    deductions: tuple[Deduction, ...]

    @property
    def number(self) -> int:
        return max(0, WHOLE - sum(one.points for one in self.deductions))


@dataclass(slots=True)
class _Happening:
    rows: list[Deduction] = field(default_factory=list)

    def counted(self) -> Deduction:
        """Its heaviest row, with what else happened named beside it."""
        heaviest = max(self.rows, key=lambda one: (one.weight, -one.at.timestamp()))
        incidents: set[int] = set()
        for one in self.rows:
            incidents.update(one.incidents)
        along = [one.sentence for one in in_order(self.rows) if one is not heaviest]
        return _replaced(heaviest, incidents=tuple(sorted(incidents)), along=tuple(along))


def drama_of(course: Course) -> Drama:
    """Compute what the course of a deployment costs.

    Parameters
    ----------
    course : Course
        What happened to it, as far as it is known.

    Returns
    -------
    Drama
        The deductions in the order of time; points of each kind stop at the most of that kind.
    """
    happenings: dict[object, _Happening] = {}
    for key, deduction in _rows_of(course):
        happenings.setdefault(key, _Happening()).rows.append(deduction)
    counted = [happening.counted() for happening in happenings.values()]
    return Drama(tuple(_capped(in_order(counted))))


def in_order(deductions: Iterable[Deduction]) -> list[Deduction]:
    return sorted(deductions, key=lambda one: (one.at, -one.weight, one.pk or 0))


def _rows_of(course: Course) -> Iterator[tuple[object, Deduction]]:
    """Each row of the table that holds, with the happening it is of."""
    yield from _waived(course)
    yield from _surroundings(course)
    yield from _rolled_back(course)
    keys: dict[int, object] = {}
    for incident in course.incidents:
        if _within(course, incident.began_at, MONTH):
            keys[incident.pk] = _happening_of(course, incident)
            yield keys[incident.pk], _of_incident(course, incident)
    for fix in course.fixes:
        if fix.incident in keys and _within(course, fix.at, MENDED_WITHIN):
            yield keys[fix.incident], _of_fix(course, fix)
    yield from _of_stories(course, keys)


def _waived(course: Course) -> Iterator[tuple[object, Deduction]]:
    told = "It went to production without"
    if course.fit_lacked:
        yield "gate", _of_itself(course, "fit_waived", f"{told} a signed fit")
    if course.trial_lacked:
        yield "gate", _of_itself(course, "trial_waived", f"{told} a passed trial")


def _surroundings(course: Course) -> Iterator[tuple[object, Deduction]]:
    if not course.is_planned and not course.in_hours:
        sentence = "It was hurried, and begun outside the team’s hours"
        yield "hours", _of_itself(course, "outside_hours", sentence, at=course.began_at)
    if course.customer_absent and course.carries_release:
        sentence = "The customer was absent, though it carried a release"
        yield "customer", _of_itself(course, "customer_absent", sentence)


def _rolled_back(course: Course) -> Iterator[tuple[object, Deduction]]:
    back = course.rolled_back_at
    if back is None or not _within(course, back, MONTH):
        return
    row = "rolled_back_early" if _within(course, back, WEEK) else "rolled_back"
    sentence = f"It was taken back {after(course.since, back)}"
    yield "rollback", _of_itself(course, row, sentence, at=back)


def _happening_of(course: Course, incident: IncidentSeen) -> object:
    """The rollback that ended it, or its own."""
    back = course.rolled_back_at
    if back is None or not _within(course, back, MONTH) or incident.began_at > back:
        return ("incident", incident.pk)
    goes_on = incident.restored_at is None or incident.restored_at >= back - ENDED_BY_ROLLBACK
    return "rollback" if goes_on else ("incident", incident.pk)


def _of_incident(course: Course, incident: IncidentSeen) -> Deduction:
    row = f"incident_{incident.severity}"
    when = after(course.since, incident.began_at)
    return Deduction(
        row,
        incident.began_at,
        WEIGHTS[row],
        WEIGHTS[row],
        f"An incident of severity {incident.severity} ({incident.called.lower()}) began {when}",
        kind="incident",
        pk=incident.pk,
        incidents=(incident.pk,),
    )


def _of_fix(course: Course, fix: FixSeen) -> Deduction:
    return Deduction(
        "fix",
        fix.at,
        WEIGHTS["fix"],
        WEIGHTS["fix"],
        f"A fix, {fix.version}, was deployed {after(course.since, fix.at)}",
        kind="deployment",
        pk=fix.pk,
        incidents=(fix.incident,),
    )


def _of_stories(course: Course, keys: dict[int, object]) -> Iterator[tuple[object, Deduction]]:
    seen: dict[int, StorySeen] = {}
    for story in course.stories:  # one that came of an incident, too, is of that happening
        if story.pk not in seen or story.incident is not None:
            seen[story.pk] = story
    for story in seen.values():
        is_later = story.written_at >= course.since
        if not is_later or not _within(course, story.written_at, MONTH):
            continue
        if story.incident is None:
            yield ("story", story.pk), _of_story(story, ())
        elif story.incident in keys:
            yield keys[story.incident], _of_story(story, (story.incident,))


def _of_story(story: StorySeen, incidents: tuple[int, ...]) -> Deduction:
    weight = WEIGHTS["story"]
    sentence = f"{story.key}, which nobody had planned, came of it"
    at = story.written_at
    return Deduction("story", at, weight, weight, sentence, "story", story.pk, story.key, incidents)


def _of_itself(course: Course, row: str, sentence: str, *, at: datetime | None = None) -> Deduction:
    """What is said on the deployment's own page."""
    return Deduction(
        row, at or course.since, WEIGHTS[row], WEIGHTS[row], sentence, kind="deployment"
    )


def _within(course: Course, moment: datetime, span: timedelta) -> bool:
    return moment - course.since <= span


def _capped(deductions: Iterable[Deduction]) -> Iterator[Deduction]:
    """What comes first counts whole; what comes later, as far as its kind has any left."""
    left = dict(MOST)
    for one in deductions:
        if one.family not in left:
            yield one
            continue
        points = min(one.weight, left[one.family])
        left[one.family] -= points
        yield _replaced(one, points=points)


def _replaced(deduction: Deduction, **changes: Any) -> Deduction:
    values = {name: getattr(deduction, name) for name in Deduction.__dataclass_fields__}
    return Deduction(**{**values, **changes})


def after(since: datetime, moment: datetime) -> str:
    """In words, how long after it went live: days, hours or minutes."""
    seconds = (moment - since).total_seconds()
    for unit, length in (("day", 86400), ("hour", 3600), ("minute", 60)):
        number = int(seconds // length)
        if number >= 1:
            return f"{number} {unit}{'' if number == 1 else 's'} after it went live"
    return "as it went live"
