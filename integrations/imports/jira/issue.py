"""One issue of the export, read and checked; nothing of it is decided here."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from math import inf
from operator import attrgetter
from typing import Any, NamedTuple

from integrations.imports.broken import BrokenFile
from integrations.imports.jira.fields import meaning_of
from integrations.imports.jira.person import Account, short_id
from integrations.imports.jira.reading import JsonObject
from integrations.imports.jira.rich_text import as_text
from integrations.imports.jira.sprint import JiraSprint, old_form

SPRINT_HAS = {"id", "name", "state"}
LONGEST_VALUE = 40
BY_TIME = attrgetter("at", "id")

Short = int | float | str  # the value of a custom field


class Item(NamedTuple):
    """One field that changed."""

    field: str
    field_id: str
    was: str
    now: str
    was_text: str
    now_text: str


class Change(NamedTuple):
    """Everything that one person changed at one moment."""

    id: int
    at: datetime
    author: Account | None
    items: tuple[Item, ...]

    def only(self, field: str) -> "Change":
        items = tuple(item for item in self.items if item.field == field)
        return self._replace(items=items)


class Remark(NamedTuple):
    id: int
    at: datetime
    edited_at: datetime | None
    author: Account | None
    body: str
    internal: bool


@dataclass(frozen=True, slots=True)
class Fields:
    """The ids of custom fields, which differ from one Jira to the next."""

    points: tuple[str, ...] = ()
    epic: tuple[str, ...] = ()


@dataclass
class Issue:
    id: int
    key: str
    created: datetime
    updated: datetime
    creator: Account | None
    assignee: Account | None
    project_name: str
    title: str
    body: str
    kind_name: str
    is_epic: bool
    status: str
    status_name: str
    status_category: tuple[int | None, str]
    resolution: str
    resolution_id: str
    resolved: datetime | None
    labels: list[str]
    is_flagged: bool
    sprints: list[JiraSprint]
    epic: str
    parent: str
    has_subtasks: bool
    custom: dict[str, Short]
    points: float | None = None
    points_fields: tuple[str, ...] = ()
    bystanders: tuple[Account, ...] = ()
    changes: list[Change] = field(default_factory=list)
    changes_told: int = 0
    remarks: list[Remark] = field(default_factory=list)
    remarks_told: int = 0
    remarks_given: int = 0

    @property
    def project_key(self) -> str:
        return self.key.rpartition("-")[0]

    @property
    def number(self) -> int:
        return int(self.key.rpartition("-")[2])

    def settle(self, fields: Fields) -> None:
        """Find points and epic, now that it is known which custom fields they are."""
        self.points_fields = fields.points
        for name in fields.points:
            value = self.custom.get(name)
            if value is not None:
                self.points = self._points(name, value)
                self.points_fields = (name,)
                break
        told = (self.custom.get(name) for name in fields.epic)
        self.epic = self.epic or next((one for one in told if isinstance(one, str)), "")

    def _points(self, name: str, value: Short) -> float:
        try:
            if isinstance(value, bool):
                raise ValueError
            return float(value.replace(",", ".") if isinstance(value, str) else value)
        except OverflowError:
            return inf
        except ValueError:
            place = f"{self.key}: fields.{name}"
            raise BrokenFile(place, "a number was expected.") from None

    def accounts(self) -> Iterator[tuple[Account | None, datetime]]:
        """Everybody who is named in it, with the moment."""
        yield self.creator, self.created
        for change in self.changes:
            yield change.author, change.at
        for remark in self.remarks:
            yield remark.author, remark.at


class IssueReader:
    """Turns the raw object into an Issue, or refuses it with file, key and field."""

    def __init__(self, extra_changes: dict[int, list[object]]) -> None:
        self.extra_changes = extra_changes
        self._accounts: dict[tuple[str, str | None, str | None, bool, bool], Account | None] = {}

    def read(self, place: str, raw: object) -> Issue:
        outer = JsonObject(place, raw)
        key = outer.text("key")
        name, _, number = key.rpartition("-")
        if not name or not (number.isascii() and number.isdigit()) or len(number) > 9:
            raise outer.error("key", f"“{key[:40]}” isn't the key of an issue, such as TV-42.")
        outer = JsonObject(f"{place}, {key}: ", raw)
        fields = outer.object("fields")
        if fields is None:
            raise outer.error("fields", "is missing.")
        issue = self._issue(outer, fields, key)
        self._read_changes(issue, outer)
        self._read_remarks(issue, fields)
        return issue

    def _issue(self, outer: JsonObject, fields: JsonObject, key: str) -> Issue:
        status = fields.object("status")
        if status is None:
            raise fields.error("status", "is missing.")
        kind = fields.object("issuetype")
        project = fields.object("project")
        resolution = fields.object("resolution")
        created = fields.moment("created")
        creator = self._account(fields.object("creator"))
        reporter = self._account(fields.object("reporter"))
        return Issue(
            id=outer.number("id"),
            key=key,
            created=created,
            updated=fields.moment_or_none("updated") or created,
            creator=creator or reporter,
            assignee=self._account(fields.object("assignee")),
            project_name=project.text("name", "") if project else "",
            title=" ".join(fields.text("summary").replace("\u200b", "").split()) or key,
            body=as_text(fields.value.get("description")),
            kind_name=kind.text("name", "") if kind else "",
            is_epic=_is_epic(kind),
            status=str(status.number("id")),
            status_name=status.text("name"),
            status_category=_category(status),
            resolution=resolution.text("name", "") if resolution else "",
            resolution_id=str(resolution.value.get("id", "")) if resolution else "",
            resolved=fields.moment_or_none("resolutiondate"),
            labels=[label[:40] for label in fields.texts("labels")][:20],
            is_flagged=fields.value.get("flagged") is True,
            sprints=[JiraSprint.read(one) for one in _sprints(fields)],
            epic=_epic(fields),
            parent=_parent(fields),
            has_subtasks=bool(fields.value.get("subtasks")),
            custom=_custom(fields.value),
            bystanders=(reporter,) if creator and reporter else (),
        )

    def _read_changes(self, issue: Issue, outer: JsonObject) -> None:
        extra = self.extra_changes.get(issue.id)
        log = outer.object("changelog")
        if log is None and extra is None:
            raise outer.error("changelog", "is missing; export the search with expand=changelog.")
        histories = [] if log is None else log.objects("histories")
        told = 0 if log is None else log.value.get("total")
        if extra is not None and len(extra) >= len(histories):
            histories = []
            for n, one in enumerate(extra):
                histories.append(JsonObject(outer, one, f"changelogs[{n}]"))
        changes = {change.id: change for change in map(self._change, histories)}
        issue.changes = sorted(changes.values(), key=BY_TIME)
        issue.changes_told = max(told if isinstance(told, int) else 0, len(histories))

    def _read_remarks(self, issue: Issue, fields: JsonObject) -> None:
        comment = fields.object("comment")
        if comment is None:
            return
        given = comment.objects("comments")
        issue.remarks_given = len(given)
        remarks = {one.id: one for one in map(self._remark, given)}
        issue.remarks = sorted(remarks.values(), key=BY_TIME)
        told = comment.value.get("total")
        issue.remarks_told = max(told if isinstance(told, int) else 0, len(remarks))

    def _change(self, one: JsonObject) -> Change:
        items = tuple(_item(item) for item in one.objects("items"))
        author = self._account(one.object("author"))
        return Change(one.number("id"), one.moment("created"), author, items)

    def _remark(self, one: JsonObject) -> Remark:
        at, updated = one.moment("created"), one.moment_or_none("updated")
        return Remark(
            one.number("id"),
            at,
            updated if updated and updated > at else None,
            self._account(one.object("author")),
            as_text(one.value.get("body")),
            one.value.get("jsdPublic") is False,
        )

    def _account(self, person: JsonObject | None) -> Account | None:
        """The same few people are named again and again: each is read once."""
        if person is None:
            return None
        account_id = person.value.get("accountId")
        if not isinstance(account_id, str) or not account_id:
            return Account.of(person)
        value = person.value
        name, email = value.get("displayName"), value.get("emailAddress")
        if not (isinstance(name, str | None) and isinstance(email, str | None)):
            return Account.of(person)
        is_app, is_active = value.get("accountType") == "app", value.get("active") is not False
        told = (account_id, name, email, is_app, is_active)
        if told not in self._accounts:
            self._accounts[told] = Account.of(person)
        return self._accounts[told]


def _item(item: JsonObject) -> Item:
    """One field that changed; a status without an id is known by its name."""
    field = meaning_of(item.text("field"))
    was, now = item.text("from", ""), item.text("to", "")
    was_text, now_text = item.text("fromString", ""), item.text("toString", "")
    if field == "status":
        was, now = was or f"named {was_text}", now or f"named {now_text}"
    elif field == "assignee":
        was, now = short_id(was), short_id(now)
    return Item(field, item.text("fieldId", ""), was, now, was_text, now_text)


def _sprints(fields: JsonObject) -> list[JsonObject]:
    """The sprints it was in, from the custom field that looks like it or the board's own."""
    for name, value in fields.value.items():
        if name.startswith("customfield_") and isinstance(value, list) and value:
            if isinstance(value[0], dict) and value[0].keys() >= SPRINT_HAS:
                return fields.objects(name)
            if isinstance(value[0], str) and "greenhopper.service.sprint.Sprint@" in value[0]:
                return [JsonObject(fields, old_form(str(one)), name) for one in value]
    found = fields.objects("closedSprints")
    sprint = fields.object("sprint")
    if sprint:
        return [*found, sprint]
    return found


def _epic(fields: JsonObject) -> str:
    """The id of the epic as text where the issue tells it."""
    epic = fields.value.get("epic")
    if isinstance(epic, dict) and epic.get("id") is not None:
        return str(epic["id"])
    parent = fields.object("parent")
    inner = parent.object("fields") if parent else None
    if parent and inner and _is_epic(inner.object("issuetype")):
        return str(parent.number("id"))
    return ""


def _custom(fields: dict[str, Any]) -> dict[str, Short]:
    """Short values of custom fields: which of them are points or epics is known only later."""
    custom: dict[str, Short] = {}
    for name, value in fields.items():
        if (
            name.startswith("customfield_")
            and isinstance(value, (int, float, str))
            and len(str(value)) <= LONGEST_VALUE
        ):
            custom[name] = value
    return custom


def _is_epic(kind: JsonObject | None) -> bool:
    if kind is None:
        return False
    return kind.value.get("hierarchyLevel") == 1 or kind.text("name", "").lower() == "epic"


def _category(status: JsonObject) -> tuple[int | None, str]:
    category = status.object("statusCategory")
    if category is None:
        return None, ""
    number = category.value.get("id")
    return number if isinstance(number, int) else None, category.text("key", "")


def _parent(fields: JsonObject) -> str:
    parent = fields.object("parent")
    if parent:
        return str(parent.number("id"))
    return ""
