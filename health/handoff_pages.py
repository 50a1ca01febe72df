"""Hand-offs between the disciplines of a project: how many, which were cold, which led back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from base.roles import Discipline
from health.forms import WindowForm
from health.handoffs.crew import Crew
from health.handoffs.drawing import Drawing
from health.handoffs.reading import COUNTS, KINDS, NOBODY_SAID, Chosen, Handoffs
from health.history.window import seen_with_sprints
from history.activity.line import sentences_of
from history.activity.names import Names
from projects.pages.found import page_before

if TYPE_CHECKING:
    from history.activity.line import Line
    from web.requests import MemberRequest

PAGE = 50  # lines of history
TITLES = {
    "all": "Hand-offs",
    "cold": "Cold hand-offs",
    "returns": "Hand-offs that led back",
    "blocked": "Blockers",
}


@require_safe
@login_required
def hand_offs(request: MemberRequest, key: str) -> HttpResponse:
    """The counts of a window, and the lines of history that one of them consists of."""
    project = get_object_or_404(seen_with_sprints(request.user), key=key)
    crew = Crew(project, request.user)
    form = WindowForm(request.GET, crew=crew)
    of = Handoffs(crew, form.chosen())
    chosen = _chosen(request.GET)
    words = {
        "project": project,
        "of": of,
        "form": form,
        "days": _days(request.GET),
        "drawing": Drawing(of.flows),
        "list": chosen and EventList(of, chosen, request),
    }
    return render(request, "health/hand_offs.html", words, status=400 if form.errors else 200)


class EventList:
    """The lines of history that a count consists of, newest first, a page at a time."""

    def __init__(self, of: Handoffs, chosen: Chosen, request: MemberRequest) -> None:
        self.chosen, self.asked, self.before = chosen, request.GET, page_before(request)
        self.number = len(of.ids(chosen))
        rows = of.lines(chosen).visible_to(request.user).for_timeline()
        if self.before:
            rows = rows.filter(pk__lt=self.before)
        found = list(rows[: PAGE + 1])
        self.lines: list[Line] = sentences_of(found[:PAGE], Names(person=of.crew.names))
        self.has_more = len(found) > PAGE
        by_id = {row.id: row for row in of.rows}
        self.rows = [(line, by_id.get(line.pk)) for line in self.lines]

    @property
    def title(self) -> str:
        if self.chosen.kind is not None:
            return f"{TITLES['blocked']}: {KINDS[self.chosen.kind].lower()}"
        title = TITLES[self.chosen.of]
        if self.chosen.giver:
            giver, taker = (Discipline(one).label for one in (self.chosen.giver, self.chosen.taker))
            return f"{title}, from {giver.lower()} to {taker.lower()}"
        return title

    @property
    def address(self) -> str:
        """The count that is open, with its window, as an address says it."""
        kept = self.asked.copy()
        kept.pop("before", None)
        return kept.urlencode()

    @property
    def last(self) -> int:
        return self.lines[-1].pk


def _chosen(asked: QueryDict) -> Chosen | None:
    """Which count was opened; None while none is, or where it is none."""
    of, kind = asked.get("of", ""), asked.get("kind", "")
    if of == "blocked":
        kind = "" if kind == NOBODY_SAID else kind or "?"
        return Chosen(of, kind=kind) if kind in KINDS else None
    giver, taker = asked.get("from", ""), asked.get("to", "")
    known = [*Discipline.values, ""]
    if of in COUNTS and giver in known and taker in known and bool(giver) == bool(taker):
        return Chosen(of, giver, taker)
    return None


def _days(asked: QueryDict) -> str:
    """The window as an address says it, to go on with."""
    kept = QueryDict(mutable=True)
    for name in ("since", "until"):
        if asked.get(name):
            kept[name] = asked.get(name, "")
    return f"{kept.urlencode()}&" if kept else ""
