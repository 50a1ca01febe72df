"""What a deployment's course is read from: with its row, in one statement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce, JSONObject
from django.utils.dateparse import parse_datetime

from projects.models.sides import SIDES
from solutions.drama import (
    MONTH,
    Course,
    Drama,
    FixSeen,
    IncidentSeen,
    StorySeen,
    drama_of,
)
from solutions.models.deployment_gate import PRODUCTION
from solutions.models.deployment_steps import State
from solutions.models.settlement import KeeperAnswer, Settlement
from teams.models import Membership

if TYPE_CHECKING:
    from django.db.models.expressions import Combinable

WAITS = timedelta(days=7)  # for the answers of day 30: a design choice
WENT_LIVE = (State.LIVE, State.REPLACED, State.ROLLED_BACK)
SETTLED = ("round", "number", "version", "deductions", "how", "settled_at")


def went_live_at() -> Combinable:
    """Of reports that told only of its end, that."""
    return Coalesce("live_at", "started_at", "ended_at")


def asked_of() -> dict[str, Any]:
    """What annotates a deployment with all that its number and its day 30 depend on."""
    incidents = _rows("Incident").filter(deployment=OuterRef("pk"))
    fixes = _rows("Deployment").begun().filter(fixes__deployment=OuterRef("pk"), is_imported=False)
    of_incidents = _rows("IncidentStory").filter(incident__deployment=OuterRef("pk"))
    of_itself = _rows("DeploymentStory").filter(deployment=OuterRef("pk"))
    found: dict[str, Any] = {
        "drama_incidents": _json(
            incidents,
            pk="pk",
            kind="kind",
            severity="severity",
            began_at="began_at",
            restored_at="restored_at",
            shared_at="shared_at",
        ),
        "drama_fixes": _json(
            fixes, pk="pk", version="version", at=went_live_at(), incident="fixes_id"
        ),
        "drama_incident_stories": _json(of_incidents, **STORY, incident="incident_id"),
        "drama_stories": _json(of_itself, **STORY),
        "drama_answers": _json(KeeperAnswer.objects.of_outer(), side="side", told="has_told"),
        "drama_settlements": _json(
            Settlement.objects.of_outer().order_by("round"), **{name: name for name in SETTLED}
        ),
    }
    for side in SIDES:
        found[f"kept_now_by_{side}"] = Subquery(_keeping(side).values("user")[:1])
    return found


STORY = {"pk": "story_id", "number": "story__number", "written_at": "story__created_at"}


def _rows(name: str) -> Any:
    return apps.get_model("solutions", name)._default_manager.order_by("pk")


def _json(rows: Any, **cells: Any) -> ArraySubquery:
    return ArraySubquery(rows.values(json=JSONObject(**cells)))


def _keeping(side: str) -> Any:
    """The membership by which a solution's keeper of a side works in it now."""
    here = Membership.objects.current().working().filter(discipline=side)
    return here.filter(
        team=OuterRef("project__team"), user=OuterRef(f"solution__{side}_keeper")
    ).order_by()


@dataclass(frozen=True)
class DramaReading:
    """A deployment with what was read beside it: its course, its day 30, how it was settled."""

    deployment: Any  # the module of deployments reads this one

    @property
    def read(self) -> dict[str, Any]:
        read: dict[str, Any] = vars(self.deployment)
        return read

    @property
    def has_number(self) -> bool:
        """What went live in production, and wasn't taken over from another tool's past."""
        one = self.deployment
        is_live = one.state in WENT_LIVE and one.environment == PRODUCTION
        return is_live and not one.is_imported

    @property
    def since(self) -> datetime:
        one = self.deployment
        moment: datetime | None = one.live_at or one.started_at or one.ended_at
        assert moment is not None, "what went live did at some moment"
        return moment

    @property
    def day_thirty(self) -> datetime:
        return self.since + MONTH

    @property
    def is_settled(self) -> bool:
        return bool(self.read["drama_settlements"])

    @property
    def answered(self) -> dict[str, bool]:
        """The sides that answered, and whether they told of something."""
        return {row["side"]: row["told"] for row in self.read["drama_answers"]}

    @property
    def keepers(self) -> dict[str, int]:
        """Who is asked for a side: its keeper, as long as they work there in it."""
        found = {}
        for side in SIDES:
            if keeper := self.read[f"kept_now_by_{side}"]:
                found[side.value] = keeper
        return found

    @property
    def unanswered(self) -> list[str]:
        return [side for side in self.keepers if side not in self.answered]

    def is_asked(self, now: datetime) -> bool:
        return self.has_number and not self.is_settled and now >= self.day_thirty

    def is_overdue(self, now: datetime) -> bool:
        return self.is_asked(now) and now >= self.day_thirty + WAITS

    def side_of(self, user: int | None) -> str:
        """For which side somebody is asked, if for any."""
        for side, keeper in self.keepers.items():
            if keeper == user:
                return side
        return ""

    @cached_property
    def drama(self) -> Drama:
        return drama_of(self.course)

    @property
    def course(self) -> Course:
        one = self.deployment
        began = one.started_at or self.since
        return Course(
            since=self.since,
            began_at=began,
            rolled_back_at=one.ended_at if one.state == State.ROLLED_BACK else None,
            incidents=self._incidents(),
            fixes=self._fixes(),
            stories=self._stories(),
            is_planned=one.is_planned,
            in_hours=one.project.team.works_at(began),
            customer_absent=one.customer == "absent",
            carries_release=one.release_id is not None,
            fit_lacked=one.fit_lacked,
            trial_lacked=one.trial_lacked,
        )

    @property
    def shown_incidents(self) -> set[int]:
        """Those that the team's guests see."""
        return {row["pk"] for row in self.read["drama_incidents"] if row["shared_at"]}

    def _incidents(self) -> list[IncidentSeen]:
        kinds = dict(apps.get_model("solutions.Incident")._meta.get_field("kind").flatchoices)
        found = []
        for row in self.read["drama_incidents"]:
            called, over = str(kinds[row["kind"]]), row["restored_at"]
            began = moment_of(row["began_at"])
            restored = moment_of(over) if over else None
            found.append(IncidentSeen(row["pk"], called, row["severity"], began, restored))
        return found

    def _fixes(self) -> list[FixSeen]:
        found = []
        for row in self.read["drama_fixes"]:
            at = moment_of(row["at"])
            found.append(FixSeen(row["pk"], row["version"], at, row["incident"]))
        return found

    def _stories(self) -> list[StorySeen]:
        found = []
        key = self.deployment.project.key
        for row in [*self.read["drama_incident_stories"], *self.read["drama_stories"]]:
            called, written = f"{key}-{row['number']}", moment_of(row["written_at"])
            found.append(StorySeen(row["pk"], called, written, row.get("incident")))
        return found


def moment_of(text: str) -> datetime:
    moment = parse_datetime(text)
    assert moment is not None, "the database writes moments that Python reads"
    return moment
