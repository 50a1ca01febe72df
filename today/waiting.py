"""What waits for somebody in a team beside stories and sprints: all kinds in one question."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce, TruncDate

from base import clock
from base.roles import Discipline
from forecasts.failure import FORECASTS
from jobs.models import Job
from metrics.models import SuccessMetric
from projects.models import Answer, Charter, Decision, Hypothesis, Project, Question
from projects.models.question_round import QuestionRound
from projects.models.sides import SIDES
from projects.overview import STALE_AFTER
from pulse.models.wave import Wave
from solutions.models import Deployment, Solution, Trial
from solutions.models.drama_reading import went_live_at
from sprints.models import Action, Sprint
from stories.models import Story
from teams.models import Membership, Team, User
from value.models import CheckIn

HELD_WITHIN = timedelta(days=30)  # a sprint that closed longer ago is not looked back on any more
A_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)
OF_MANY = 0  # the row of a line that speaks of several
NOBODY = Value(None, IntegerField())
ONE = Value(1, IntegerField())
UNANSWERED, CHECK_IN = "unanswered", "check_in"


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something of a project (or, for the pulse, of a team) that somebody has to act on."""

    kind: str
    pk: int
    project: int | None
    team: int
    name: str
    note: str
    number: int | None
    owner: int | None
    day: date


def waiting_for(me: User, today: date) -> list[Waiting]:
    """Return what waits in the teams of somebody, the longest wait of each kind first."""
    parts = [
        _actions(me, today),
        _hypotheses(me, today),
        _tested(me, today),
        _unanswered(me, today),
        _undecided(me, today),
        _looked_at_again(me, today),
        _retrospectives(me, today),
        _paired(me),
        _metrics(me, today),
        _stale_charters(me),
        *[_unkept(me, side) for side in SIDES],
        _trials(me, today),
        *[_unconfirmed(me, side) for side in SIDES],
        _ungated(me),
        _check_ins(me, today),
        *[_looked_back(me, side) for side in SIDES],
        _pulses(me),
        _failures(me),
    ]
    rows = parts[0].union(*parts[1:], all=True)
    waits = []
    for row in rows:
        waits.append(Waiting(*row))
    return sorted(_together(waits), key=lambda one: (one.day, one.kind, one.pk))


def _actions(me: User, today: date) -> QuerySet[Any, Any]:
    """Actions of retrospectives whose day has come."""
    rows = Action.objects.visible_to(me).open().filter(_of_active(), due__lte=today)
    return _columns(
        rows,
        "action",
        name="title",
        number="retrospective__sprint__number",
        owner="owner",
        day="due",
    )


def _hypotheses(me: User, today: date) -> QuerySet[Any, Any]:
    rows = Hypothesis.objects.visible_to(me).running().filter(_of_active(), due_on__lte=today)
    return _columns(rows, "hypothesis", name="prediction", day="due_on")


def _tested(me: User, today: date) -> QuerySet[Any, Any]:
    """Hypotheses whose experiments are all over, one of them done, before their box has ended."""
    experiments = Story.objects.experiments().of_outer_hypothesis()
    last = experiments.done().order_by("-done_at").values("done_at")[:1]
    rows = Hypothesis.objects.visible_to(me).running().filter(_of_active(), due_on__gt=today)
    rows = rows.annotate(last_day=TruncDate(Subquery(last))).filter(
        ~Exists(experiments.open()), last_day__isnull=False
    )
    return _columns(rows, "tested", name="prediction", day="last_day")


def _unanswered(me: User, today: date) -> QuerySet[Any, Any]:
    """Use cases with questions that wait for my side, from the day before they are due.

    It is the one reminder there is, and it goes to a side: `note` says which.
    What the other side has of them is nobody's business here.
    """
    asked = Question.objects.visible_to(me).waiting().filter(use_case__dropped_at=None)
    later = QuestionRound.objects.filter(question=OuterRef("question"))
    reaching = Q(left_at=None) | Q(left_at__gt=OuterRef("asked_at"))
    mine = Membership.objects.filter(reaching, team=OuterRef("question__project__team"), user=me)
    final = Answer.objects.filter(round=OuterRef("pk"), side=OuterRef("mine"), is_final=True)
    rows = (
        QuestionRound.objects.filter(
            ~Exists(later.filter(number__gt=OuterRef("number"))),
            question__in=asked.order_by().values("pk"),
            question__project__state=Project.State.ACTIVE,
            answer_by__lte=today + A_DAY,
        )
        .annotate(mine=Subquery(mine.order_by("joined_at", "pk").values("discipline")[:1]))
        .filter(~Exists(final), mine__in=SIDES)
    )
    return rows.order_by().values_list(
        Value(UNANSWERED),
        "question__use_case",
        "question__project",
        "question__project__team",
        "question__use_case__title",
        "mine",
        ONE,
        NOBODY,
        "answer_by",
    )


def _together(waits: list[Waiting]) -> list[Waiting]:
    """Questions of a use case that wait for a side are one line, due when the first of them is.

    So are the metrics that are asked of a release: its line names one, or says how many.
    """
    sides: dict[tuple[int, str], Waiting] = {}
    releases: dict[tuple[int | None, str, int | None], list[Waiting]] = {}
    others = []
    for one in waits:
        if one.kind == CHECK_IN:
            releases.setdefault((one.project, one.name, one.number), []).append(one)
            continue
        if one.kind != UNANSWERED:
            others.append(one)
            continue
        known = sides.setdefault((one.pk, one.note), replace(one, number=0))
        more = replace(known, number=(known.number or 0) + 1, day=min(known.day, one.day))
        sides[one.pk, one.note] = more
    for asked in releases.values():
        first = min(asked, key=lambda one: (one.day, one.pk))
        many = replace(first, pk=OF_MANY, note=f"{len(asked)} metrics")
        others.append(first if len(asked) == 1 else many)
    return [*others, *sides.values()]


def _undecided(me: User, today: date) -> QuerySet[Any, Any]:
    """Open decisions whose day has come."""
    rows = Decision.objects.visible_to(me).open().filter(_of_active(), due_on__lte=today)
    return _columns(rows, "undecided", name="title", day="due_on")


def _looked_at_again(me: User, today: date) -> QuerySet[Any, Any]:
    """Decisions that hold and were to be looked at again today, or in the week before."""
    window = (today - A_WEEK, today)
    rows = Decision.objects.visible_to(me).decided()
    rows = rows.filter(_of_active(), look_again_on__range=window)
    return _columns(rows, "again", name="title", day="look_again_on")


def _retrospectives(me: User, today: date) -> QuerySet[Any, Any]:
    """The newest sprint of each project, closed a while ago at most and not looked back on."""
    later = Sprint.objects.closed().filter(project=OuterRef("project"))
    rows = (
        Sprint.objects.visible_to(me)
        .closed()
        .filter(
            ~Exists(later.filter(number__gt=OuterRef("number"))),
            _of_active(),
            retrospective=None,
            ends_on__gte=today - HELD_WITHIN,
        )
    )
    rows = rows.annotate(closed_day=TruncDate("closed_at"))
    return _columns(rows, "retrospective", name="goal", number="number", day="closed_day")


def _paired(me: User) -> QuerySet[Any, Any]:
    """Blocked stories of others on which I work, too."""
    rows = Story.objects.visible_to(me).open().blocked().filter(_of_active(), coworkers=me)
    rows = rows.exclude(owner=me).annotate(blocked_day=TruncDate("blocked_at"))
    return _columns(
        rows, "paired", name="title", note="blocked_reason", number="number", day="blocked_day"
    )


def _metrics(me: User, today: date) -> QuerySet[Any, Any]:
    """Measures of success whose day has come without a look at them since."""
    rows = SuccessMetric.objects.visible_to(me).filter(_of_active(), due__lte=today)
    rows = rows.exclude(observations__observed_on__gte=F("due"))
    return _columns(rows, "metric", name="name", day="due")


def _stale_charters(me: User) -> QuerySet[Any, Any]:
    """Charters that nobody wrote, signed or confirmed for two closed sprints, since the second."""
    closed = Sprint.objects.closed().filter(
        project=OuterRef("project"), closed_at__gt=OuterRef("looked_at")
    )
    second = closed.order_by("closed_at").values("closed_at")[STALE_AFTER - 1 : STALE_AFTER]
    rows = Charter.objects.visible_to(me).newest().with_look().filter(_of_active())
    rows = rows.annotate(stale_day=TruncDate(Subquery(second))).filter(stale_day__isnull=False)
    return _columns(rows, "stale", name="end_point", number="version", day="stale_day")


def _trials(me: User, today: date) -> QuerySet[Any, Any]:
    """Trials past their planned end, without a verdict."""
    rows = Trial.objects.visible_to(me).overdue(today).filter(_of_active())
    return _columns(rows, "trial", name="name", day="planned_end")


def _unconfirmed(me: User, side: Discipline) -> QuerySet[Any, Any]:
    """Verdicts that this side hasn't confirmed; `note` says which."""
    rows = Trial.objects.visible_to(me).unconfirmed_by(side).filter(_of_active())
    rows = rows.annotate(decided_day=TruncDate("decided_at"), side=Value(side.value))
    return _columns(rows, "unconfirmed", name="name", note="side", day="decided_day")


def _unkept(me: User, side: Discipline) -> QuerySet[Any, Any]:
    """Solutions whose keeper of this side left the team or changes discipline; `note` says which.

    It is due when that membership ended, as far as there was one. A finished project asks, too:
    what is live there goes on.
    """
    rows = Solution.objects.visible_to(me).left_by_keeper(side)
    rows = rows.filter(project__state__in=(Project.State.ACTIVE, Project.State.FINISHED))
    seats = Membership.objects.filter(
        team=OuterRef("project__team"), user=OuterRef(f"{side}_keeper"), discipline=side
    )
    left = TruncDate(Subquery(seats.order_by("-joined_at").values("left_at")[:1]))
    rows = rows.annotate(left_day=Coalesce(left, TruncDate("sketched_at")), side=Value(side.value))
    return _columns(rows, "unkept", name="name", note="side", day="left_day")


def _ungated(me: User) -> QuerySet[Any, Any]:
    """What went to production past the gate and nobody has said why; `note` is the version."""
    rows = Deployment.objects.visible_to(me).unexplained().filter(_of_active())
    rows = rows.annotate(day=TruncDate(Coalesce("live_at", "started_at", "ended_at", "noted_at")))
    return _columns(rows, "ungated", name="solution__name", note="version", day="day")


def _check_ins(me: User, today: date) -> QuerySet[Any, Any]:
    """What is asked of me about releases in use, after the project is finished too.

    `number` is its day, `note` the metric.
    """
    rows = CheckIn.objects.visible_to(me).asked_of(me, today)
    rows = rows.exclude(project__state=Project.State.ARCHIVED)
    return _columns(
        rows, CHECK_IN, name="release__title", note="metric__name", number="day", day="due"
    )


def _looked_back(me: User, side: Discipline) -> QuerySet[Any, Any]:
    """What I look after that is live for 30 days, also in a finished project; `note` is its name.

    Of an archived one nobody is asked.
    """
    rows = Deployment.objects.visible_to(me).waiting_for_keeper(side, me, clock.now())
    rows = rows.exclude(project__state=Project.State.ARCHIVED)
    rows = rows.annotate(day=TruncDate(went_live_at()))
    return _columns(rows, "looked_back", name="solution__name", note="version", day="day")


def _pulses(me: User) -> QuerySet[Any, Any]:
    """Open rounds; `note` holds what a round needs to tell whether somebody has answered."""
    rows = Wave.objects.visible_to(me).open_at(clock.now()).annotate(day=TruncDate("closes_at"))
    spent = Func(
        F("salt"),
        F("spent"),
        template="array_to_string(array_prepend(%(expressions)s), ' ')",
        output_field=TextField(),
    )
    return rows.order_by().values_list(
        Value("pulse"), "pk", NOBODY, "team", Value(""), spent, NOBODY, NOBODY, "day"
    )


def _failures(me: User) -> QuerySet[Any, Any]:
    """Reports and forecasts that were given up; `name` is the kind of job, `note` a past day."""
    project = Cast(KT("args__project"), IntegerField())
    team = Project.objects.filter(pk=OuterRef("for_project")).values("team")[:1]
    rows: QuerySet[Job] = Job.objects.given_up().filter(kind__in=["compute_report", *FORECASTS])
    known = rows.annotate(for_project=project).annotate(
        for_team=Coalesce(
            Cast(KT("args__team"), IntegerField()), Subquery(team), output_field=IntegerField()
        ),
        for_day=Coalesce(KT("args__day"), Value(""), output_field=TextField()),
        day=TruncDate("finished_at"),
    )
    mine = known.filter(for_team__in=Team.objects.visible_to(me).values("pk"))
    return mine.order_by().values_list(
        Value("failure"),
        "pk",
        "for_project",
        "for_team",
        "kind",
        "for_day",
        "attempts",
        NOBODY,
        "day",
    )


def has_answered(pulse: Waiting, me: User) -> bool:
    """Say whether I have answered the round: only the installation's secret can tell."""
    salt, *spent = pulse.note.split(" ")
    return Wave(salt=salt, spent=spent).is_answered_by(me)


def _of_active() -> Q:
    return Q(project__state=Project.State.ACTIVE)


def _columns(
    rows: QuerySet[Any, Any],
    kind: str,
    *,
    name: str,
    day: str,
    note: str = "",
    number: str = "",
    owner: str = "",
) -> QuerySet[Any, Any]:
    return rows.order_by().values_list(
        Value(kind),
        "pk",
        "project",
        "project__team",
        name,
        note or Value(""),
        number or NOBODY,
        owner or NOBODY,
        day,
    )
