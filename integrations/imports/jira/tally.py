"""Where everything went that the files hold: each issue, comment, sprint and person once."""

from dataclasses import dataclass

from integrations.imports.jira.people import People
from integrations.imports.jira.scan import Scan
from integrations.imports.jira.sprint_writer import Rhythm
from integrations.imports.jira.story_writer import StoryWriter


@dataclass(frozen=True)
class Tally:
    """How many there are of one thing, and what became of them."""

    thing: str
    told: int
    parts: dict[str, int]

    def __str__(self) -> str:
        parts = ", ".join(f"{words}: {count}" for words, count in self.parts.items() if count)
        return f"{self.thing} in the files: {self.told}{f' ({parts})' if parts else ''}."


def tallies(scan: Scan, people: People, rhythm: Rhythm, story_writer: StoryWriter) -> list[Tally]:
    return [
        _issues(scan, story_writer),
        _comments(scan, story_writer),
        _sprints(scan, rhythm),
        _people(scan, people),
    ]


def _issues(scan: Scan, story_writer: StoryWriter) -> Tally:
    stories = scan.count - len(scan.epics)
    return Tally(
        "Issues",
        scan.issues_given,
        {
            "new stories": story_writer.written,
            "stories brought up to date": story_writer.brought_up,
            "stories without news": stories - story_writer.written - story_writer.brought_up,
            "epics, which are themes here": len(scan.epics),
            "of other Jira projects": scan.other_projects.total(),
            "given twice": scan.twice,
        },
    )


def _comments(scan: Scan, story_writer: StoryWriter) -> Tally:
    left = scan.remarks_left
    new, wordless = story_writer.comments, story_writer.wordless
    return Tally(
        "Comments",
        scan.remarks_given,
        {
            "taken over": new,
            "here already": scan.remarks_given - left.total() - new - wordless,
            "left out as without a text": wordless,
            **left,
        },
    )


def _sprints(scan: Scan, rhythm: Rhythm) -> Tally:
    described = scan.sprints.keys()
    named = sum(1 for sprint in scan.sprints.values() if sprint.first_named)
    unknown = scan.unknown_sprints - described
    outside = scan.outside_sprints - described - unknown
    return Tally(
        "Sprints",
        len(described | unknown | outside),
        {
            "new": rhythm.made,
            "here already": rhythm.known,
            "left out of the calendar": named - rhythm.made - rhythm.known,
            "left out as without stories": len(described) - named,
            "left out as only the changelog names them": len(unknown),
            "named only by issues left out": len(outside),
        },
    )


def _people(scan: Scan, people: People) -> Tally:
    accounts, apps = scan.people.keys(), scan.apps
    reporters = scan.reporters - accounts - apps
    outside = scan.outside_people - accounts - apps - reporters
    users = len({person.user for person in people.people.values()})
    return Tally(
        "People",
        len(accounts | apps | reporters | outside),
        {
            "new": people.made,
            "here already": users - people.made,
            "further accounts of the same people": len(accounts) - users,
            "apps, which are nobody": len(apps),
            "left out as only reporters": len(reporters),
            "named only by issues left out": len(outside),
        },
    )
