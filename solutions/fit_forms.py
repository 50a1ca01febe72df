"""What the pages of a fit ask for; each form is answered by one verb."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q

from projects.models import ShelfItem
from solutions.models import Entry, FitItem, Judgement, Verdict
from solutions.models.fit_checklist import LONGEST_ITEM, Asks, checklist_of
from solutions.models.fit_item import LONGEST_NOTE
from solutions.models.fit_review import LONGEST_TITLE, MOST_MONEY
from web.forms import VerbForm, offer, text
from web.text_versions import Original

if TYPE_CHECKING:
    from django.http import QueryDict

    from solutions.models import FitReview
    from teams.models.team import Team
    from teams.models.user import User

# Signs in a line of the checklist: see the form's help.
FIRST, BETWEEN = "*", "|"
ASKS = {Asks.SHELF.value: "[shelf]", Asks.RUN_COST.value: "[run cost]"}
SIX_DIGITS = 10**6
NOTE = {"rows": 1, "cols": 24, "dir": "auto", "class": "input"}


class JudgeForm(VerbForm):
    """A side's verdicts and notes: of all items, or of those that were sent."""

    def __init__(
        self, review: FitReview, side: str, items: list[FitItem], data: QueryDict | None = None
    ) -> None:
        self.review, self.side = review, side

        def now() -> dict[str, Any]:
            return held(side, list(review.items.with_state()))

        shown = held(side, items)
        super().__init__(data, initial=shown, original=Original(review.project, now, shown))
        for item in items:
            if data is None or f"verdict_{item.pk}" in data or f"note_{item.pk}" in data:
                self._add(item)

    def judge(self, *, by: User, **values: Any) -> None:
        """Give the verdicts and notes that are others than those that stand there."""
        now = held(self.side, list(self.review.items.with_state()))
        words: dict[int, dict[str, str]] = {}
        for name, value in values.items():
            if value != now.get(name):
                word, _, pk = name.partition("_")
                words.setdefault(int(pk), {})[word] = value
        judgements = {pk: Judgement(**given) for pk, given in words.items()}
        if judgements:
            self.review.judge(judgements, by=by)

    def _add(self, item: FitItem) -> None:
        self.fields[f"verdict_{item.pk}"] = forms.ChoiceField(
            label=f"Verdict on “{item}”",
            choices=[("", "Not yet"), *Verdict.choices],
            required=False,
            widget=forms.Select(attrs={"class": "input"}),
        )
        self.fields[f"note_{item.pk}"] = forms.CharField(
            label=f"Note on “{item}”",
            max_length=LONGEST_NOTE,
            required=False,
            widget=forms.Textarea(attrs=NOTE),
        )


def held(side: str, items: list[FitItem]) -> dict[str, Any]:
    """What the fields of a side hold; what asks again has no verdict until it is given anew."""
    values: dict[str, Any] = {}
    for item in items:
        is_again = vars(item)[f"{side}_asked_again"]
        values[f"verdict_{item.pk}"] = "" if is_again else getattr(item, f"{side}_verdict")
        values[f"note_{item.pk}"] = getattr(item, f"{side}_note")
    return values


class ReadForm(VerbForm):
    """Says something of what was read."""

    overwrites_nothing = "signs what was read"

    fit_hash = forms.CharField(max_length=64)


class RoundForm(VerbForm):
    """The next round, after the one that was looked at."""

    overwrites_nothing = "a round begins with what the last one said, which stays"

    after = forms.IntegerField(min_value=0, max_value=SIX_DIGITS, widget=forms.HiddenInput)
    again = forms.TypedMultipleChoiceField(
        label="What has changed since?",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="These ask again; what isn’t ticked keeps its verdicts and notes.",
    )

    def __init__(
        self, data: QueryDict | None = None, *, items: list[FitItem], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        again = self.fields["again"]
        assert isinstance(again, forms.TypedMultipleChoiceField)
        again.choices = [(item.pk, item.text) for item in items]
        if not items:
            del self.fields["again"]


class AskItemForm(VerbForm):
    overwrites_nothing = "asks one more"

    text = forms.CharField(label="Item", max_length=LONGEST_ITEM)


class FitStoryForm(VerbForm):
    overwrites_nothing = "writes a story"

    item = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    title = forms.CharField(max_length=LONGEST_TITLE, required=False)


class NumberedForm(VerbForm):
    """Which round it is about."""

    overwrites_nothing = "shows or hides it"

    round = forms.IntegerField(min_value=1, max_value=SIX_DIGITS)


def money(label: str) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, min_value=Decimal(0), max_value=MOST_MONEY, decimal_places=2, required=False
    )


class RunCostForm(VerbForm):
    run_cost_low = money("From, a month")
    run_cost_high = money("To, a month")

    side_by_side = (("run_cost_low", "run_cost_high"),)

    @staticmethod
    def held(review: FitReview) -> dict[str, Any]:
        """What the fields hold, without the cents that nobody typed."""
        review.refresh_from_db(fields=["run_cost_low", "run_cost_high"])
        held = {}
        for name in ("run_cost_low", "run_cost_high"):
            amount = getattr(review, name)
            is_whole = amount is not None and amount == int(amount)
            held[name] = int(amount) if is_whole else amount
        return held


class PickForm(VerbForm):
    """What of the team's shelf it uses again."""

    overwrites_nothing = "choices lose no words"

    shelf = forms.ModelMultipleChoiceField(
        label="On our shelf",
        queryset=ShelfItem.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, data: QueryDict | None = None, *, team: int, item: FitItem, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        rows = ShelfItem.objects.filter(team=team)
        standing = Q(removed_at=None) | Q(pk__in=item.shelf.values("pk"))
        offer(self, "shelf", rows.filter(standing).order_by("kind", "name", "pk"))


class ChecklistForm(VerbForm):
    """The team's items, one a line, with signs that say which of them are special."""

    entries = text(
        "Items",
        max_length=30_000,
        help_text="One a line. A “*” before those that reports start with; after a “|” the words "
        "for platforms, pipelines and data sets, where they are others; at the end [shelf] where "
        "the shelf is picked from, [run cost] where a range is asked for.",
    )

    @staticmethod
    def lines(team: Team) -> dict[str, Any]:
        """What the field holds of the team's checklist as it stands."""
        return {"entries": "\n".join(_line_of(one) for one in checklist_of(team))}


def entries_of(entries: str) -> list[Entry]:
    """The items that were typed, one a line."""
    return [_entry_of(line.strip()) for line in entries.splitlines() if line.strip()]


def _line_of(entry: Entry) -> str:
    first = f"{FIRST} {entry.text}" if entry.in_reports else entry.text
    words = f"{first} {BETWEEN} {entry.otherwise}" if entry.otherwise else first
    return f"{words} {ASKS[entry.asks]}" if entry.asks else words


def _entry_of(line: str) -> Entry:
    asks = ""
    for name, sign in ASKS.items():
        if line.endswith(sign):
            asks, line = name, line.removesuffix(sign).rstrip()
    words, _, otherwise = line.removeprefix(FIRST).partition(BETWEEN)
    return Entry(words.strip(), otherwise.strip(), line.startswith(FIRST), asks)
