from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q

from solutions.events import (
    SolutionLinked,
    SolutionStoryLinked,
    SolutionStoryUnlinked,
    SolutionUnlinked,
)
from solutions.models.of_solution import OfSolutionQuerySet
from solutions.models.part import SolutionPart
from solutions.refusals import (
    SolutionLinkedAlready,
    SolutionLinkUnsafe,
    StoryOfAnotherProject,
    TooManySolutionLinks,
)

if TYPE_CHECKING:
    from base.refusals import Refused
    from history.schema import EventDetails
    from projects.models.eventful import OfProject as Part
    from stories.models.story import Story
    from teams.models.membership import Actor
    from teams.models.user import User
else:
    Part = models.Model

MOST_LINKS = 20
LONGEST_LABEL, LONGEST_ADDRESS = 80, 500
IS_SAFE = URLValidator(["https"])


class SolutionLink(models.Model):
    """Where something of a solution is: its repository, tracker run, registry or catalogue."""

    solution = models.ForeignKey("solutions.Solution", models.PROTECT, related_name="links")
    label = models.CharField(max_length=LONGEST_LABEL)
    address = models.CharField(max_length=LONGEST_ADDRESS)

    objects: ClassVar = OfSolutionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(address__startswith="https://"), name="solution_link_is_https"
            ),
            models.UniqueConstraint(
                fields=["solution", "address"], name="solution_links_to_an_address_once"
            ),
        ]

    def __str__(self) -> str:
        return self.label


class SolutionStory(models.Model):
    """A story serves a solution; held here, as stories know nothing of solutions."""

    solution = models.ForeignKey("solutions.Solution", models.PROTECT, related_name="story_links")
    story = models.ForeignKey("stories.Story", models.PROTECT, related_name="solution_links")

    objects: ClassVar = OfSolutionQuerySet.as_manager()

    class Meta:
        ordering = ["story__rank", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["solution", "story"], name="story_serves_once")
        ]

    def __str__(self) -> str:
        return f"{self.story} → {self.solution}"


class StoryLinked(Part):
    """Stories belong to it; its own table holds which, as stories know nothing of it."""

    links_story: ClassVar[type[EventDetails]]  # what is said when one does
    unlinks_story: ClassVar[type[EventDetails]]
    takes_stories_even_closed: ClassVar[bool] = False

    if TYPE_CHECKING:
        story_links: Any

    class Meta:
        abstract = True

    def must_take_stories(self) -> None:
        """Refuse what takes none; a noun says so by overriding it."""

    def link_story(self, story: Story, *, by: User) -> None:
        """Say that a story belongs to it."""
        if story.project_id != self.project_id:
            raise StoryOfAnotherProject(f"{story.key} is of another project.", "story")
        with self.project.changed_by(by, even_closed=self.takes_stories_even_closed) as actor:
            self.must_take_stories()
            if self.story_links.get_or_create(story=story)[1]:
                self._tell_of(story, self.links_story, actor)

    def unlink_story(self, story: Story, *, by: User) -> None:
        """It doesn't belong to it any more."""
        with self.project.changed_by(by, even_closed=self.takes_stories_even_closed) as actor:
            self.must_take_stories()
            if self.story_links.filter(story=story).delete()[0]:
                self._tell_of(story, self.unlinks_story, actor)

    def _tell_of(self, story: Story, schema: type[EventDetails], actor: Actor) -> None:
        details = self.details_of(schema, story=story.pk, story_key=story.key)
        self.record(details, by=actor)


class Linked(StoryLinked, SolutionPart):
    """What belongs to it elsewhere, and the stories that serve it."""

    stories = models.ManyToManyField(
        "stories.Story", through=SolutionStory, related_name="solutions", blank=True
    )

    links_story, unlinks_story = SolutionStoryLinked, SolutionStoryUnlinked

    if TYPE_CHECKING:
        links: Any

    class Meta:
        abstract = True

    def link(self, label: str, address: str, *, by: User) -> SolutionLink:
        """Lead to something of it elsewhere; the same again changes nothing."""
        label, address = _safe(label, address)
        with self.project.changed_by(by) as actor:
            self.reread("ended_as")
            self.must_stand()
            there: dict[str, SolutionLink] = {one.address: one for one in self.links.all()}
            if (so_far := there.get(address)) is not None:
                if so_far.label == label:
                    return so_far
                raise SolutionLinkedAlready(f"“{so_far}” leads there already.", "address")
            if len(there) >= MOST_LINKS:
                raise TooManySolutionLinks(f"A solution has {MOST_LINKS} links at most.")
            row = SolutionLink(solution_id=self.pk, label=label, address=address)
            row.save(force_insert=True)
            self.record(self._told_of(SolutionLinked, row), by=actor)
            return row

    def unlink(self, link: int, *, by: User) -> None:
        """Take a link away, by its id; where it is gone there is nothing to do."""
        with self.project.changed_by(by) as actor:
            self.reread("ended_as")
            self.must_stand()
            if row := self.links.filter(pk=link).first():
                details = self._told_of(SolutionUnlinked, row)
                row.delete()
                self.record(details, by=actor)

    def must_take_stories(self) -> None:
        self.reread("ended_as")
        self.must_stand()

    def _told_of(self, schema: type[EventDetails], row: SolutionLink) -> EventDetails:
        return self.details_of(schema, link=row.pk, label=row.label, address=row.address)


def _safe(label: str, address: str) -> tuple[str, str]:
    label, address = label.strip(), address.strip()
    if not 0 < len(label) <= LONGEST_LABEL:
        raise SolutionLinkUnsafe(f"Label it, in {LONGEST_LABEL} characters at most.", "label")
    must_be_safe(address, SolutionLinkUnsafe, "address")
    return label, address


def must_be_safe(address: str, refusal: type[Refused], field: str) -> None:
    """Refuse what a browser shouldn't follow; a password in an address would be everybody's."""
    try:
        IS_SAFE(address)
        parts = urlsplit(address)
        is_safe = len(address) <= LONGEST_ADDRESS and "@" not in parts.netloc
    except (ValidationError, ValueError):
        is_safe = False
    if not is_safe or not address.startswith("https://"):
        told = "An address is such as https://git.example.org/lake, without a password in it."
        raise refusal(told, field)
