from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict

from base.roles import Role
from sprints.models.waivable import LONGEST_WAIVER
from sprints.refusals import KickoffOverOpenDecisions
from web.forms import VerbForm, day, offer, text
from web.generic import ModelChoiceField

if TYPE_CHECKING:
    from sprints.models.sprint import Sprint
    from sprints.overview import SprintOverview
    from teams.models.user import User


class PlanForm(VerbForm):
    """When the sprint is and what for."""

    goal = forms.CharField(
        max_length=300, required=False, help_text="What will be true at its end that isn't now?"
    )
    starts_on = day("First day")
    ends_on = day("Last day")

    side_by_side = (("starts_on", "ends_on"),)


class OwnersForm(VerbForm):
    """Who takes which story that nobody looks after yet; some may stay open."""

    def __init__(self, data: QueryDict | None = None, *, of: SprintOverview, **kwargs: Any) -> None:
        super().__init__(data, auto_id="id_%s", **kwargs)
        workers = []
        for mate in of.roster:
            if mate.role != Role.GUEST:
                workers.append(mate.user)
        self.people = {str(user.pk): user for user in workers}
        choices = [("", "Nobody yet"), *((pk, str(user)) for pk, user in self.people.items())]
        self.stories = {f"owner-{row.story.number}": row.story for row in of.ownerless}
        for name, story in self.stories.items():
            self.fields[name] = forms.ChoiceField(
                label=f"{story.key} {story.title}",
                choices=choices,
                required=False,
                widget=forms.Select(attrs={"form": "kickoff-form", "class": "input input-small"}),
            )

    @property
    def owner_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.stories]

    @property
    def leaves_none(self) -> bool:
        """Whether every story has somebody then; a kickoff is refused without."""
        return len(self.cleaned_data["owners"]) == len(self.stories)

    def clean(self) -> dict[str, dict[Any, User]]:
        """Whom by story, as the verbs take it."""
        given = self.cleaned_data
        owners = {}
        for name, story in self.stories.items():
            if given.get(name):
                owners[story] = self.people[given[name]]
        return {"owners": owners}


class CarryIntoField(ModelChoiceField):
    def label_from_instance(self, obj: Sprint) -> str:
        return f"into {obj}"


class KickoffForm(OwnersForm):
    """The same, and why the sprint begins over open decisions, where it does."""

    overwrites_nothing = "a sprint is kicked off once"

    waiver = text(
        "Kick off all the same, because",
        required=False,
        max_length=LONGEST_WAIVER,
        help_text="10 to 500 characters; the sprint's page shows them to the team.",
    )

    def __init__(self, data: QueryDict | None = None, *, of: SprintOverview, **kwargs: Any) -> None:
        super().__init__(data, of=of, **kwargs)
        self.fields["waiver"].widget.attrs |= {"form": "kickoff-form", "class": "input"}

    @property
    def asks_waiver(self) -> bool:
        """Whether it was refused for what is open, or somebody has begun to say why not."""
        return isinstance(self.refusal, KickoffOverOpenDecisions) or bool(self["waiver"].value())

    def clean(self) -> dict[str, Any]:
        """A reason that is too long is the form's own fault, so it may be missing here."""
        return super().clean() | {"waiver": self.cleaned_data.get("waiver", "")}


class CloseForm(VerbForm):
    """Where unfinished stories go."""

    carry_into = CarryIntoField(
        queryset=None, required=False, label="Unfinished stories go", empty_label="to the backlog"
    )

    def __init__(self, data: QueryDict | None = None, *, sprint: Sprint, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        offer(self, "carry_into", sprint.project.sprints.planned().order_by("number"))
