"""The first gate: what the work of a sprint hangs on is decided before its kickoff."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.text import Truncator

from base.refusals import Link
from base.roles import Role
from sprints.events import SprintDecisionsWaived
from sprints.refusals import KickoffOverOpenDecisions, WaivedByLeads, WaiverWithoutReason

if TYPE_CHECKING:
    from projects.models.decision import Decision
    from projects.models.eventful import OfProject
    from teams.models.membership import Actor

    class Part(OfProject):
        class Meta:
            abstract = True

else:
    Part = models.Model

SHORTEST_WAIVER, LONGEST_WAIVER = 10, 500  # characters of a reason
NAMED = 3  # open decisions that a refusal names


class Waivable(Part):
    """Whether it began over open decisions, and why."""

    waiver = models.CharField(
        max_length=LONGEST_WAIVER,
        blank=True,
        editable=False,
        help_text="Why it was kicked off over open decisions.",
    )
    waived_decisions = models.ManyToManyField(
        "projects.Decision", editable=False, related_name="waived_by"
    )

    class Meta:
        abstract = True

    def pass_decisions(self, stories: list[Any], waiver: str, actor: Actor) -> None:
        """The first gate: what the work hangs on is decided before it begins."""
        themes = {story.theme_id for story in stories if story.theme_id}
        if not themes:
            return
        missing = list(self.project.decisions.before(themes).open_first())
        if not missing:
            return
        if not waiver:
            raise KickoffOverOpenDecisions(
                f"{self} stands before {_counted(missing)}: decide, then kick it off.",
                links=[Link(one.title, one.address) for one in missing],
            )
        if actor.role != Role.LEAD:
            raise WaivedByLeads("Only a lead who is in the team kicks off over open decisions.")
        if not SHORTEST_WAIVER <= len(waiver) <= LONGEST_WAIVER:
            raise WaiverWithoutReason(
                f"Say why in {SHORTEST_WAIVER} to {LONGEST_WAIVER} characters.", "waiver"
            )
        self.waiver = waiver
        self.save(update_fields=["waiver"])
        self.waived_decisions.add(*missing)
        waived = [one.pk for one in missing]
        self.record(SprintDecisionsWaived(reason=waiver, decisions=waived), by=actor)


def _counted(decisions: list[Decision]) -> str:
    """How many, and those that come first by name: “1 open decision: …”."""
    named = ", ".join(f"“{Truncator(one.title).chars(80)}”" for one in decisions[:NAMED])
    more = len(decisions) - NAMED
    if more > 0:
        named += f" and {more} more"
    return f"{len(decisions)} open decision{'' if len(decisions) == 1 else 's'}: {named}"
