"""What a team goes through when it asks whether a solution fits, before it is built on."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Self

from django.db import models

from base.roles import Role
from solutions.events import FitEntryFields, TeamFitChecklistEdited
from solutions.refusals import (
    EmptyFitChecklist,
    FitChecklistOfLeads,
    FitItemAskedTwice,
    FitItemWithoutWords,
    TooManyFitItems,
)

if TYPE_CHECKING:
    from teams.models.team import Team
    from teams.models.user import User

MOST_ITEMS = 40  # in a checklist, and in a review
LONGEST_ITEM = 300  # characters of one


class Asks(models.TextChoices):
    """What an item asks for beside verdicts and notes."""

    SHELF = "shelf", "What is picked from the shelf"
    RUN_COST = "run_cost", "What it costs to run a month, from and to"


class Entry(NamedTuple):
    """An item of a checklist: its words, and where they are others, or stand first."""

    text: str
    otherwise: str = ""  # for what science uses: platforms, pipelines, data sets
    in_reports: bool = False  # whether the review of a report starts with it
    asks: str = ""


OTHERWISE = ("platform", "pipeline", "data_set")
DEFAULT_CHECKLIST = (
    Entry("Data in production: is each input there, permitted, in time?", in_reports=True),
    Entry(
        "The same features in training and in use?",
        "Can science use it: which questions, grain, how far back, how fresh, who gets access "
        "and how soon?",
    ),
    Entry("Volume: rows a day, growth; does it scale out?"),
    Entry("Latency: batch, minutes or stream, and the budget.", in_reports=True),
    Entry("What exists already and is used again?", asks=Asks.SHELF.value),
    Entry("Runs on our platform: languages, libraries, hardware."),
    Entry("Run cost a month, as a range.", asks=Asks.RUN_COST.value),
    Entry("When an input is missing, late or wrong: what happens, what is the fallback?"),
    Entry("Watching it: drift, quality, alerts, who is called.", in_reports=True),
    Entry("Keeping it: who retrains, how often, until when."),
    Entry("Privacy, law, fairness.", in_reports=True),
    Entry("Built again: from which code and data versions?"),
    Entry("Better than the simplest thing, overall and in each group that matters?"),
)


class FitChecklist(models.Model):
    """The items of a team's later reviews, where it wants others than the method's thirteen."""

    team = models.OneToOneField("teams.Team", models.PROTECT, related_name="fit_checklist")
    entries = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"Fit checklist of {self.team}"

    @classmethod
    def write(cls, team: Team, entries: list[Entry], *, by: User) -> Self:
        """Give the team these items for its later reviews; a lead of it does."""
        now = _checked(entries)
        with team.changed_by(by) as actor:
            if actor.role != Role.LEAD:
                raise FitChecklistOfLeads("Only a lead who is in the team edits its checklist.")
            row = cls.objects.filter(team=team).first() or cls(team=team)
            was = list(checklist_of(team))
            if was == now:
                return row
            row.entries = [list(one) for one in now]
            row.save(update_fields=["entries"] if row.pk else None)
            details = TeamFitChecklistEdited(
                was=[FitEntryFields(**one._asdict()) for one in was],
                now=[FitEntryFields(**one._asdict()) for one in now],
            )
            team.record(details, by=actor)
            return row


def checklist_of(team: Team) -> tuple[Entry, ...]:
    """The team's own items, else the method's."""
    row = FitChecklist.objects.filter(team=team).first()
    if row is None:
        return DEFAULT_CHECKLIST
    return tuple(Entry(*one) for one in row.entries)


def entries_for(kind: str, checklist: tuple[Entry, ...]) -> dict[str, str]:
    """What the review of such a solution starts with: each item's words, and what it asks for."""
    chosen = [one for one in checklist if one.in_reports] if kind == "report" else []
    words = {}
    for one in chosen or checklist:
        text = one.otherwise if kind in OTHERWISE and one.otherwise else one.text
        words[text] = one.asks
    return words


def item_words(text: str, field: str) -> str:
    """Return the words of an item without blanks around them; refuse none, or too many."""
    text = text.strip()
    if not text or len(text) > LONGEST_ITEM:
        raise FitItemWithoutWords(f"An item has 1 to {LONGEST_ITEM} characters.", field)
    return text


def _checked(entries: list[Entry]) -> list[Entry]:
    if not entries:
        raise EmptyFitChecklist("A checklist has at least one item.", "entries")
    if len(entries) > MOST_ITEMS:
        raise TooManyFitItems(f"A checklist has {MOST_ITEMS} items at most.")
    checked = []
    for one in entries:
        otherwise = item_words(one.otherwise, "entries") if one.otherwise.strip() else ""
        text = item_words(one.text, "entries")
        checked.append(Entry(text, otherwise, bool(one.in_reports), str(one.asks)))
    for words in ([one.text for one in checked], [one.otherwise or one.text for one in checked]):
        if len(set(words)) < len(words):
            raise FitItemAskedTwice("Two items say the same.", "entries")
    asked = [one.asks for one in checked if one.asks]
    if len(set(asked)) < len(asked) or not set(asked) <= set(Asks.values):
        raise FitItemAskedTwice("One item asks for the shelf, and one for the run cost.", "entries")
    return checked
