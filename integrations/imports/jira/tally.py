"""Where everything went that the files hold: each issue, comment, sprint and person once."""

from dataclasses import dataclass

from integrations.imports.jira.crew import Crew
from integrations.imports.jira.rhythm import Rhythm
from integrations.imports.jira.shelf import Shelf
from integrations.imports.jira.survey import Survey


@dataclass(frozen=True)
class Tally:
    """How many there are of one thing, and what became of them."""

    thing: str
    told: int
    parts: dict[str, int]

    def __str__(self):
        parts = ", ".join(f"{words}: {count}" for words, count in self.parts.items() if count)
        return f"{self.thing} in the files: {self.told}{f' ({parts})' if parts else ''}."


def tallies(survey: Survey, crew: Crew, rhythm: Rhythm, shelf: Shelf) -> list[Tally]:
    return [
        _issues(survey, shelf), _comments(survey, shelf), _sprints(survey, rhythm),
        _people(survey, crew),
    ]  # fmt: skip


def _issues(survey: Survey, shelf: Shelf) -> Tally:
    stories = survey.count - len(survey.epics)
    return Tally("Issues", survey.issues_given, {
        "new stories": shelf.written, "stories brought up to date": shelf.brought_up,
        "stories without news": stories - shelf.written - shelf.brought_up,
        "epics, which are themes here": len(survey.epics),
        "of other Jira projects": survey.other_projects.total(), "given twice": survey.twice,
    })  # fmt: skip


def _comments(survey: Survey, shelf: Shelf) -> Tally:
    left = survey.remarks_left
    new, wordless = shelf.comments, shelf.wordless
    return Tally("Comments", survey.remarks_given, {
        "taken over": new,
        "here already": survey.remarks_given - left.total() - new - wordless,
        "left out as without a text": wordless, **left,
    })  # fmt: skip


def _sprints(survey: Survey, rhythm: Rhythm) -> Tally:
    described = survey.sprints.keys()
    named = sum(1 for sprint in survey.sprints.values() if sprint.first_named)
    unknown = survey.unknown_sprints - described
    outside = survey.outside_sprints - described - unknown
    return Tally("Sprints", len(described | unknown | outside), {
        "new": rhythm.made, "here already": rhythm.known,
        "left out of the calendar": named - rhythm.made - rhythm.known,
        "left out as without stories": len(described) - named,
        "left out as only the changelog names them": len(unknown),
        "named only by issues left out": len(outside),
    })  # fmt: skip


def _people(survey: Survey, crew: Crew) -> Tally:
    accounts, apps = survey.people.keys(), survey.apps
    reporters = survey.reporters - accounts - apps
    outside = survey.outside_people - accounts - apps - reporters
    users = len({person.user for person in crew.people.values()})
    return Tally("People", len(accounts | apps | reporters | outside), {
        "new": crew.made, "here already": users - crew.made,
        "further accounts of the same people": len(accounts) - users,
        "apps, which are nobody": len(apps), "left out as only reporters": len(reporters),
        "named only by issues left out": len(outside),
    })  # fmt: skip
