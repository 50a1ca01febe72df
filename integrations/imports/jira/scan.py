"""The first look through the export: who and what is named in it, and whether all is readable."""

from __future__ import annotations

import pickle
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

from integrations.imports.broken import BrokenFile
from integrations.imports.jira.fields import meaning_of
from integrations.imports.jira.issue import Change, Fields, Issue, IssueReader
from integrations.imports.jira.person import Account, Seen
from integrations.imports.jira.reading import LATEST, clean
from integrations.imports.jira.replay import UNDERSTOOD, is_id
from integrations.imports.jira.sprint import JiraSprint
from integrations.imports.jira.status import Statuses
from integrations.imports.jira.zone import ZoneFinder
from integrations.imports.json_stream import JsonStream

if TYPE_CHECKING:
    from integrations.imports.jira.issue import Item


@dataclass(frozen=True, slots=True)
class Epic:
    id: int
    key: str
    title: str
    body: str
    created: datetime
    updated: datetime
    creator: Account | None
    status: str


@dataclass
class Scan:
    """Reads the files issue by issue; holds what is small and puts the issues down on disk."""

    files: list[str | Path]
    only: str = ""
    extra_changes: dict[int, list[object]] = field(default_factory=dict)
    points_field: str = ""
    zone: ZoneFinder = field(default_factory=ZoneFinder)
    statuses: Statuses = field(default_factory=Statuses)
    sprints: dict[int, JiraSprint] = field(default_factory=dict)
    people: dict[str, Seen] = field(default_factory=dict)
    epics: list[Epic] = field(default_factory=list)
    numbers: dict[str, set[int]] = field(default_factory=dict)
    project_names: dict[str, str] = field(default_factory=dict)
    sprint_changes: dict[str, list[Change]] = field(default_factory=dict)
    not_understood: Counter[str] = field(default_factory=Counter)
    names: dict[str, str] = field(default_factory=dict)
    begins: datetime = LATEST  # the first moment that is named
    missing_changes: list[str] = field(default_factory=list)
    missing_remarks: list[str] = field(default_factory=list)
    other_projects: Counter[str] = field(default_factory=Counter)
    unknown_sprints: set[int] = field(default_factory=set)
    twice: int = 0
    issues_given: int = 0
    issues_found: int = 0
    remarks_given: int = 0
    remarks_left: Counter[str] = field(default_factory=Counter)
    apps: set[str] = field(default_factory=set)
    reporters: set[str] = field(default_factory=set)
    outside_people: set[str] = field(default_factory=set)
    outside_sprints: set[int] = field(default_factory=set)
    resolutions: set[str] = field(default_factory=set)
    place: str = "The export"
    count: int = 0

    def issues(self) -> Iterator[Issue]:
        """Yield the issues again, from where the first look has put them down."""
        fields = self.fields
        self.spool.seek(0)
        for _ in range(self.count):
            issue = pickle.load(self.spool)  # noqa: S301  written by ourselves a moment ago
            self.place = issue.key
            issue.settle(fields)
            yield issue

    def _read(self) -> Iterator[Issue]:
        """Yield each issue of the files once, in the order given."""
        reader = IssueReader(self.extra_changes)
        seen: set[int] = set()
        for path in self.files:
            for raw, place in self._raw_issues(path):
                self.place = place
                issue = reader.read(place, raw)
                self._count(issue)
                if self.only and issue.project_key != self.only:
                    self.other_projects[issue.project_key] += 1
                    self._leave_out(issue, "left out as of other Jira projects")
                elif issue.id in seen:
                    self.twice += 1
                    self._leave_out(issue, "left out as of issues given twice")
                else:
                    seen.add(issue.id)
                    yield issue

    def _count(self, issue: Issue) -> None:
        self.issues_given += 1
        self.remarks_given += issue.remarks_given
        if again := issue.remarks_given - len(issue.remarks):
            self.remarks_left["left out as given twice"] += again

    def _leave_out(self, issue: Issue, why: str) -> None:
        self.remarks_left[why] += len(issue.remarks)
        named = [issue.assignee, *issue.bystanders, *(one for one, _ in issue.accounts())]
        left_out = set()
        for one in named:
            if one:
                left_out.add(one.id)
        self.outside_people |= left_out
        self.outside_sprints |= {sprint.id for sprint in issue.sprints}

    @property
    def fields(self) -> Fields:
        by_name: dict[str, list[str]] = {}
        for field_id, name in sorted(self.names.items(), key=lambda one: one[1] != "Story Points"):
            by_name.setdefault(meaning_of(name), []).append(field_id)
        if self.points_field:
            points = [self.points_field]
        else:
            points = by_name.get("Story Points", [])
        return Fields(tuple(points), tuple(by_name.get("Epic Link", ())))

    def run(self) -> Scan:
        self.spool = TemporaryFile()  # noqa: SIM115  gone with the survey
        for issue in self._read():
            self._meet(issue)
            pickle.dump(issue, self.spool, pickle.HIGHEST_PROTOCOL)
            self.count += 1
        for app in self.apps:  # a changelog names them as it names people
            self.people.pop(app, None)
        if not self.numbers:
            names = ", ".join(str(path) for path in self.files)
            told = f" of project {self.only}" if self.only else ""
            raise BrokenFile(names, f"holds no issues{told}.")
        return self

    @property
    def main_key(self) -> str:
        """The Jira project that most issues belong to; they keep their numbers."""
        return max(self.numbers, key=lambda key: (len(self.numbers[key]), key))

    def _raw_issues(self, path: str | Path) -> Iterator[tuple[object, str]]:
        stream = JsonStream(path)
        number = 0
        for key, value in stream.entries("issues"):
            if key == "issues":
                number += 1
                if number == 1 and isinstance(value, dict) and "fields" not in value:
                    self._refuse_other_list(stream, value)
                yield value, f"{stream.path.name}, issue {number}"
            elif key == "total" and isinstance(value, int):
                self.issues_found = max(self.issues_found, value)
            elif key == "errorMessages":
                told = clean(" ".join(map(str, value)) if isinstance(value, list) else str(value))
                raise BrokenFile(stream.path.name, f"is a refusal of Jira's: “{told[:200]}”")
            elif key == "names" and isinstance(value, dict):
                self.names |= {one: clean(str(name)) for one, name in value.items()}
        if not stream.has_list:
            raise BrokenFile(
                stream.path.name, "holds no list “issues”; it isn't a search result of Jira."
            )

    def _refuse_other_list(self, stream: JsonStream, value: dict[str, object]) -> None:
        """A list of statuses, fields or sprints given in the place of the issues."""
        if "key" not in value:
            raise BrokenFile(
                stream.path.name,
                "is a list of something else; a search result of Jira is expected.",
            )

    def _meet(self, issue: Issue) -> None:
        self.begins = min(self.begins, issue.created)
        self.zone.see(issue.created)
        self.zone.see(issue.updated)
        self.project_names.setdefault(issue.project_key, issue.project_name)
        self.numbers.setdefault(issue.project_key, set()).add(issue.number)
        self.statuses.know(issue.status, issue.status_name, issue.status_category)
        self.resolutions.add(issue.resolution)
        self._meet_people(issue)
        self._meet_sprints(issue)
        self._meet_changes(issue)
        if issue.is_epic:
            self.remarks_left["left out as of epics, which have none here"] += len(issue.remarks)
            self.epics.append(
                Epic(
                    issue.id,
                    issue.key,
                    issue.title,
                    issue.body,
                    issue.created,
                    issue.updated,
                    issue.creator,
                    issue.status,
                )
            )
        if issue.changes_told > len(issue.changes):
            self.missing_changes.append(issue.key)
        if issue.remarks_told > len(issue.remarks):
            self.missing_remarks.append(issue.key)

    def _meet_people(self, issue: Issue) -> None:
        for account, at in issue.accounts():
            self.see(account, at)
        self.see(issue.assignee, issue.created)
        self.reporters |= {one.id for one in issue.bystanders}

    def see(self, account: Account | None, at: datetime) -> None:
        """Remember when somebody was first and last named; apps are no people."""
        if account is None:
            return
        if account.is_app:
            self.apps.add(account.id)
            return
        seen = self.people.get(account.id)
        if seen is None:
            self.people[account.id] = Seen(account, at, at)
            return
        seen.first, seen.last = min(seen.first, at), max(seen.last, at)
        if (not seen.account.email and account.email) or seen.account.name == account.id:
            seen.account = account
        self.begins = min(self.begins, seen.first)

    def _meet_sprints(self, issue: Issue) -> None:
        for sprint in issue.sprints:
            known = self.sprints.setdefault(sprint.id, sprint)
            self._named(known.id, issue.created)

    def know_sprint(self, sprint: JiraSprint) -> None:
        """A list of sprints knows better than an issue that was exported with them."""
        self.sprints[sprint.id] = sprint

    def _named(self, sprint_id: int, at: datetime) -> None:
        sprint = self.sprints.get(sprint_id)
        if sprint is None:
            self.unknown_sprints.add(sprint_id)
        else:
            sprint.first_named = min(sprint.first_named or at, at)

    def _meet_changes(self, issue: Issue) -> None:
        kept = []
        for change in issue.changes:
            for item in change.items:
                self._meet_item(item, change.at)
            if any(item.field == "Sprint" for item in change.items):
                kept.append(change)
        if kept and issue.has_subtasks:
            self.sprint_changes[str(issue.id)] = [change.only("Sprint") for change in kept]

    def _meet_item(self, item: Item, at: datetime) -> None:
        if item.field_id.startswith("customfield_"):
            self.names.setdefault(item.field_id, item.field)
        if item.field == "status":
            self.statuses.know(item.was, item.was_text)
            self.statuses.know(item.now, item.now_text)
        elif item.field == "assignee":
            for account_id, name in ((item.was, item.was_text), (item.now, item.now_text)):
                if account_id:
                    self.see(
                        Account(account_id, (name.strip() or account_id)[:120], "", False, True), at
                    )
        elif item.field == "Sprint":
            for text in (item.was + "," + item.now).replace(" ", "").split(","):
                if is_id(text):
                    self._named(int(text), at)
        if item.field not in UNDERSTOOD and item.field_id != (self.points_field or None):
            self.not_understood[item.field] += 1
