"""Everything about one story, as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any

from files.file_list import FileList, files_on
from history.activity import sentences_of
from stories import forms
from stories.field_options import FieldOptions
from stories.models import BlockerKind, Comment, Story
from stories.models.column import CLOSED
from stories.templatetags.cards import figure
from teams.models.membership import Actor

if TYPE_CHECKING:
    from history.activity.line import Line
    from stories.field_options import Choice, Person
    from stories.models.story import StoryOfPage
    from teams.models.user import User

HISTORY = 200  # events on the page; what is older is counted


@dataclass(frozen=True, slots=True)
class Beside:
    """A story that another one waits for, or that waits for it."""

    key: str
    title: str
    category: str
    state: str

    @property
    def is_open(self) -> bool:
        return self.category not in CLOSED


class StoryDetail:
    """One story with its people, choices, comments and history: four queries."""

    def __init__(
        self, story: StoryOfPage, reader: User, refused: forms.ProjectForm | None = None
    ) -> None:
        self.story, self.reader, self.refused = story, reader, refused
        self.project = story.project
        self.choices = FieldOptions(self.project)

    @cached_property
    def may_change(self) -> bool:
        return self.choices.may_change(self.reader)

    @cached_property
    def is_guest(self) -> bool:
        person = self.choices.people.get(self.reader.pk)
        return person is None or not person.works_here

    @cached_property
    def owner(self) -> Person | None:
        return self.choices.person(self.story.owner_id)

    @cached_property
    def owners(self) -> list[Person]:
        """Who may be picked as owner, and the one there is even if nobody would pick them now."""
        return self.choices.owners(self.story.owner_id)

    @cached_property
    def coworkers(self) -> list[Any]:
        coworkers = []
        for pk in self.story.coworker_ids:
            if pk in self.choices.people:
                coworkers.append(self.choices.people[pk])
        return coworkers

    @cached_property
    def others(self) -> list[Person]:
        """Who could still work on it too."""
        busy = {self.story.owner_id, *self.story.coworker_ids}
        others = []
        for person in self.choices.workers:
            if person.pk not in busy:
                others.append(person)
        return others

    @cached_property
    def sprints(self) -> list[Choice]:
        """The open ones, and the story's own even when it is closed."""
        return self._open_or_own(self.choices.sprints, self.story.sprint_id)

    @cached_property
    def themes(self) -> list[Choice]:
        return self._open_or_own(self.choices.themes, self.story.theme_id)

    @cached_property
    def hypotheses(self) -> list[Choice]:
        return self._open_or_own(self.choices.hypotheses, self.story.hypothesis_id)

    @cached_property
    def releases(self) -> list[Choice]:
        return self._open_or_own(self.choices.releases, self.story.release_id)

    @property
    def hypothesis(self) -> Choice | None:
        return next((one for one in self.hypotheses if one.pk == self.story.hypothesis_id), None)

    @property
    def lacks_hypothesis(self) -> bool:
        """Whether it is an experiment of no hypothesis, and the reader could say of which."""
        is_one = self.story.kind == Story.Kind.EXPERIMENT
        return is_one and self.may_change and self.story.hypothesis_id is None

    @property
    def release(self) -> Choice | None:
        return next((one for one in self.releases if one.pk == self.story.release_id), None)

    def _open_or_own(self, choices: list[Choice], own: int | None) -> list[Choice]:
        open_or_own = []
        for one in choices:
            if one.is_open or one.pk == own:
                open_or_own.append(one)
        return open_or_own

    @cached_property
    def needs(self) -> list[Any]:
        """What it waits for."""
        return [self._beside(**row) for row in self.story.needs_rows]

    @cached_property
    def waiting(self) -> list[Any]:
        return [self._beside(**row) for row in self.story.waiting_rows]

    @property
    def still_needed(self) -> int:
        return sum(one.is_open for one in self.needs)

    def _beside(self, number: int, title: str, category: str, column: int) -> Beside:
        state = next((one.name for one in self.choices.columns if one.pk == column), category)
        return Beside(f"{self.project.key}-{number}", title, category, state)

    @cached_property
    def comments(self) -> list[Comment]:
        return list(
            Comment.objects.visible_to(self.reader)
            .filter(story=self.story)
            .select_related("author")
            .annotate(file_rows=files_on("comment"))
        )

    @cached_property
    def actor(self) -> Actor:
        """What the reader is here, by what the page knows of the team already."""
        person = self.choices.people.get(self.reader.pk)
        if person is None or not person.is_current:
            return Actor.of(self.project.team, self.reader)
        return Actor(self.reader, person.discipline, person.role)

    @cached_property
    def files(self) -> FileList:
        return FileList(self.story, self.actor, vars(self.story)["file_rows"])

    @cached_property
    def files_of_comments(self) -> dict[int, FileList]:
        files = {}
        for comment in self.comments:
            comment.story = self.story  # so that it isn't read again for each
            files[comment.pk] = FileList(comment, self.actor, vars(comment)["file_rows"])
        return files

    @cached_property
    def lines(self) -> list[Line]:
        events = self.story.events.for_timeline()
        events = (events.for_guests() if self.is_guest else events)[: HISTORY + 1]
        names = self.choices.names()
        told = {"other": self.story.ever_needed, "hypothesis": self.story.ever_tested}
        for kind, rows in told.items():
            names.known[kind] = {row["pk"]: row["name"] for row in rows}
        lines = sentences_of(events, names, here=self.story)
        return [line for line in lines if line.verb != "story_commented"]

    @cached_property
    def talk(self) -> list[tuple[datetime, str, Line | Comment]]:
        """Comments and history in one, the oldest first."""
        said = ((comment.written_at, "comment", comment) for comment in self.comments)
        done = ((line.at, "line", line) for line in self.lines[HISTORY - 1 :: -1])
        return sorted(chain(said, done), key=lambda one: one[0])

    @cached_property
    def has_more_history(self) -> bool:
        return len(self.lines) > HISTORY

    def typed(self, form_class: type[forms.ProjectForm], field: str, otherwise: str = "") -> str:
        """What somebody typed into a form that was refused, else what stands there."""
        if isinstance(self.refused, form_class):
            return str(self.refused.data.get(field, ""))
        return otherwise

    def version(self, form_class: type[forms.ProjectForm]) -> str:
        """What the form is made from: after a conflict the text that stands, as it is shown."""
        if isinstance(self.refused, form_class):
            return self.refused.made_from
        return form_class(project=self.project, row=self.story).made_from

    @property
    def title_version(self) -> str:
        return self.version(forms.TitleForm)

    @property
    def body_version(self) -> str:
        return self.version(forms.DescriptionForm)

    @property
    def reason_version(self) -> str:
        return self.version(forms.BlockerForm)

    @property
    def labels_version(self) -> str:
        return self.version(forms.LabelForm)

    @property
    def size_version(self) -> str:
        return self.version(forms.EstimateForm)

    def _theirs(self, form_class: type[forms.ProjectForm], field: str) -> str | None:
        if isinstance(self.refused, form_class):
            return getattr(self.refused[field], "theirs", None)
        return None

    @property
    def their_title(self) -> str | None:
        return self._theirs(forms.TitleForm, "title")

    @property
    def their_body(self) -> str | None:
        return self._theirs(forms.DescriptionForm, "body")

    @property
    def their_reason(self) -> str | None:
        return self._theirs(forms.BlockerForm, "reason")

    @property
    def their_words(self) -> str | None:
        return self._theirs(forms.RewordingForm, "body")

    @property
    def their_labels(self) -> str | None:
        return self._theirs(forms.LabelForm, "labels")

    @property
    def their_size(self) -> str | None:
        return self._theirs(forms.EstimateForm, "size")

    @property
    def title(self) -> str:
        return self.typed(forms.TitleForm, "title", self.story.title)

    @property
    def body(self) -> str:
        return self.typed(forms.DescriptionForm, "body", self.story.body)

    @property
    def is_describing(self) -> bool:
        return isinstance(self.refused, forms.DescriptionForm)

    @property
    def labels(self) -> str:
        return self.typed(forms.LabelForm, "labels", ", ".join(self.story.labels))

    @property
    def reason(self) -> str:
        return self.typed(forms.BlockerForm, "reason", self.story.blocked_reason)

    @property
    def blocker_kinds(self) -> list[tuple[str, str, bool]]:
        """What may be said of what it waits for, and which of it is."""
        chosen = self.typed(forms.BlockerForm, "kind", self.story.blocked_kind)
        return [(value, label, value == chosen) for value, label in BlockerKind.choices]

    @property
    def is_blocking(self) -> bool:
        return isinstance(self.refused, forms.BlockerForm)

    @property
    def needed(self) -> str:
        return self.typed(forms.NeedForm, "needs")

    @property
    def rewording(self) -> tuple[int | None, str, str]:
        """The comment somebody could not reword, what they typed, and what that was made from."""
        if isinstance(self.refused, forms.RewordingForm):
            words = self.refused.data.get("body", "")
            return self.refused.of["comment"], words, self.refused.made_from
        return None, "", ""

    @property
    def size(self) -> str:
        story = self.story
        size = story.time_box_days if story.points is None else story.points
        return self.typed(forms.EstimateForm, "size", figure(size))

    @property
    def unit(self) -> str:
        """Experiments get a time box unless something else was said."""
        story = self.story
        is_boxed = story.time_box_days is not None
        usual = is_boxed or (story.points is None and story.kind == Story.Kind.EXPERIMENT)
        return self.typed(forms.EstimateForm, "unit", "days" if usual else "points")

    @property
    def is_internal(self) -> bool:
        return bool(self.typed(forms.CommentForm, "internal"))

    @property
    def comment(self) -> str:
        return self.typed(forms.CommentForm, "body")

    @property
    def kinds(self) -> list[tuple[str, str]]:
        return Story.Kind.choices
