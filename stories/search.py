"""What a reader finds for some words: projects, then stories, of their own teams only."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from django.utils.html import escape
from django.utils.safestring import mark_safe

from projects.models import Project
from stories.models import Story
from stories.models.findable import FOUND

if TYPE_CHECKING:
    from teams.models.user import User

LONGEST = 200
MOST_STORIES = 50
MOST_PROJECTS = 10


class Search:
    """One question to all that the reader may see: two queries."""

    def __init__(self, text: str, reader: User) -> None:
        self.text = text.replace("\0", "").strip()[:LONGEST]
        self.reader = reader

    @property
    def story_called(self) -> Story | None:
        """The story whose key was typed: nobody who writes TV-42 wants a list."""
        if "-" not in self.text:
            return None
        return Story.objects.visible_to(self.reader).with_people().by_key(self.text).first()

    @property
    def called(self) -> Hit | None:
        story = self.story_called
        return Hit(story) if story else None

    @cached_property
    def projects(self) -> list[Project]:
        if not self.text:
            return []
        return list(Project.objects.visible_to(self.reader).matching(self.text)[:MOST_PROJECTS])

    @cached_property
    def stories(self) -> list[Hit]:
        if not self.text:
            return []
        found = Story.objects.visible_to(self.reader).with_people().matching(self.text)
        return [Hit(story) for story in found[: MOST_STORIES + 1]]

    @property
    def shown(self) -> list[Hit]:
        return self.stories[:MOST_STORIES]

    @property
    def has_more(self) -> bool:
        return len(self.stories) > MOST_STORIES


class Hit:
    """A story that was found, and where."""

    def __init__(self, story: Story) -> None:
        self.story = story

    @property
    def parts(self) -> list[tuple[str, bool]]:
        """The excerpt in stretches, each with whether it was looked for."""
        found = getattr(self.story, "found", "") or ""
        start, stop = FOUND
        before, *rest = found.split(start)
        if not rest:
            return []
        parts = [(before, False)]
        for stretch in rest:
            words, _, after = stretch.partition(stop)
            parts += [(words, True), (after, False)]
        return [part for part in parts if part[0]]

    @property
    def excerpt(self) -> str:
        """The words around, with what was found marked; empty if the title alone fits."""
        found = getattr(self.story, "found", "") or ""
        if FOUND[0] not in found:
            return ""
        start, stop = FOUND
        return mark_safe(escape(found).replace(start, "<mark>").replace(stop, "</mark>"))
