"""What the pages of the shelf ask for; each form is answered by one verb."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import URLValidator
from django.http import QueryDict

from base.roles import Discipline
from projects.models import ShelfItem
from projects.on_shelf import STANDING
from teams.models import Team
from web.forms import VerbForm, offer, text

if TYPE_CHECKING:
    from teams.models.user import User

LONGEST_SEARCH = 200


class ShelfQuery:
    """What of the shelf is asked for; a kind or team that there isn't shows all, and says so."""

    def __init__(self, data: QueryDict, teams: list[Team]) -> None:
        self.text = data.get("q", "").replace("\0", "").strip()[:LONGEST_SEARCH]
        kind, slug = data.get("kind", ""), data.get("team", "")
        self.kind = kind if kind in ShelfItem.Kind.values or kind in STANDING else ""
        self.team = next((team for team in teams if team.slug == slug), None)
        self.is_narrow = bool(self.text or self.kind or self.team)
        self.is_unknown = bool(kind and not self.kind) or bool(slug and not self.team)


class ShelfForm(VerbForm):
    """What is there, who knows it, and how one gets access."""

    kind = forms.ChoiceField(choices=ShelfItem.Kind)
    name = forms.CharField(max_length=120)
    description = text("What it is", max_length=2000, required=False, help_text="Markdown.")
    kept_by = forms.ChoiceField(
        label="Looked after by", choices=Discipline, help_text="The discipline that knows it."
    )
    access = text(
        "How to get access",
        max_length=2000,
        required=False,
        help_text="Whom to ask, and what one needs; no passwords.",
    )
    link = forms.URLField(
        max_length=500,
        required=False,
        assume_scheme="https",
        validators=[URLValidator(["https"])],
        help_text="An https address: its catalogue, repository or manual.",
    )

    side_by_side = (("kind", "kept_by"),)


class NewShelfForm(ShelfForm):
    """The same, for one of the teams I work in."""

    overwrites_nothing = "adds to the shelf"

    team: forms.ModelChoiceField[Team] = forms.ModelChoiceField(queryset=None, empty_label=None)
    field_order = ["team"]

    def __init__(self, data: QueryDict | None = None, *, by: User, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        offer(self, "team", Team.objects.worked_in_by(by).order_by("name"))
