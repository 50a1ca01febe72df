"""Facts are compared with the events they were told from; a difference is an incident."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import structlog
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Mod

from base import clock
from base.sql import statement
from facts.models.incident import FactIncident
from facts.models.project_facts import DEFINITION, ProjectFacts
from facts.models.story_fact import StoryFact
from facts.query_planning import planned_for_facts, rows_of, run

log = structlog.get_logger(__name__)

FACTS = statement("facts/sql/facts_of_stories.sql")
REWRITE = statement("facts/sql/write_facts_of_stories.sql")
SAMPLED = 100  # one in so many facts is compared each night

Differing = dict[int, dict[int, list[str]]]  # the fields' names by project and story


@dataclass(frozen=True)
class Reconciliation:
    """Which stories are compared, and up to which event of each project their facts are told."""

    upto: dict[int, int]
    stories: list[int]

    @classmethod
    def of_the_night(cls) -> list[FactIncident]:
        """Compare one fact in a hundred, other ones each night, and mend what differs.

        The facts are locked meanwhile and not brought up to date: they have to be right as of the
        event they stand at. Those of another definition or calendar are told anew before long.
        """
        night = clock.today().toordinal() % SAMPLED
        with transaction.atomic():
            current = ProjectFacts.objects.select_for_update(of=["self"]).filter(
                definition=DEFINITION, working_days=F("project__team__working_days")
            )
            upto = dict(current.order_by("pk").values_list("pk", "last_event_id"))
            chosen = StoryFact.objects.annotate(turn=Mod(F("story_id"), SAMPLED)).filter(turn=night)
            return cls(upto, list(chosen.values_list("pk", flat=True))).run()

    def run(self) -> list[FactIncident]:
        """Return the incidents, one a project at most."""
        if not self.stories:
            return []
        told = {
            "projects": list(self.upto),
            "upto": list(self.upto.values()),
            "stories": self.stories,
        }
        with transaction.atomic(), planned_for_facts():
            differing = self._differing(told)
            if differing:
                lying = []
                for stories in differing.values():
                    for story in stories:
                        lying.append(story)
                run(REWRITE, {**told, "stories": lying})
        return [self._note(project, stories) for project, stories in differing.items()]

    def _differing(self, told: dict[str, list[int]]) -> Differing:
        """Return by project and story the fields that say something else than the events."""
        was: dict[int, dict[str, Any]] = {}
        for known in StoryFact.objects.filter(pk__in=self.stories).values():
            was[known["story_id"]] = dict(known)
        differing: Differing = defaultdict(dict)
        for row in rows_of(FACTS, told):
            fact: dict[str, Any] = was.get(row["story_id"]) or {}
            fields = []
            for name in row:
                if _differ(fact.get(name), row[name]):
                    fields.append(name)
            if fields:
                differing[row["project_id"]][row["story_id"]] = fields
        return differing

    def _note(self, project: int, stories: dict[int, list[str]]) -> FactIncident:
        log.error("facts_differ", project=project, stories=stories)
        return FactIncident.objects.create(
            project_id=project, stories=len(stories), sample=list(stories.items())[:20]
        )


def _differ(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) > 1e-9
    return bool(one != other)
