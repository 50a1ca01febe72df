from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

import msgspec
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from base import clock
from base.content_hash import content_hash
from briefs.brief import Brief
from briefs.events import BriefKept
from briefs.reading import BriefReading
from briefs.rows import with_brief
from projects.models import Project
from projects.models.eventful import OfProject
from projects.models.project import OfProjectQuerySet
from teams.models import Membership

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from teams.models.user import User

# What is told in a report because it was shown, and may be made internal again.
SHARED = ("questions", "decisions", "solutions")


class KeptBriefQuerySet(OfProjectQuerySet["KeptBrief"]):
    def visible_to(self, user: User) -> Self:
        """The team reads all of them, guests those of which everything is shared still."""
        seats = Membership.objects.current().filter(user=user.pk)
        own = Q(project__team__in=seats.working().values("team"))
        shared = Q(project__team__in=seats.values("team"))
        for name in SHARED:
            shared &= Q(~Exists(_hidden(name)))
        return self.filter(own | shared)

    def newest_first(self) -> Self:
        return self.order_by("-kept_at", "-pk")

    def with_sharing(self) -> QuerySet[Any]:
        """With `is_internal`: whether something in it was made internal again."""
        hidden = Q()
        for name in SHARED:
            hidden |= Q(Exists(_hidden(name)))
        rows = self.select_related("kept_by")
        return rows.annotate(
            is_internal=models.ExpressionWrapper(hidden, output_field=models.BooleanField())
        )

    def strike_out(self, words: set[str], mark: str, *, team: int) -> None:
        """Put the mark for words that were struck out of the history: here they stand again."""
        for kept in self.filter(project__team=team):
            marked = _marked(kept.content, words, mark)
            if marked != kept.content:
                kept.content, kept.content_hash = marked, content_hash(marked)
                kept.save(update_fields=["content", "content_hash"])


class KeptBrief(OfProject):
    """The project report as it stood on a day."""

    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="kept_briefs")
    kept_at = models.DateTimeField(default=clock.now, editable=False)
    kept_by = models.ForeignKey(
        "teams.User", models.PROTECT, null=True, editable=False, related_name="+"
    )
    content = models.JSONField(editable=False)
    content_hash = models.CharField(max_length=64, editable=False)
    questions = models.ManyToManyField("projects.Question", related_name="+", editable=False)
    decisions = models.ManyToManyField("projects.Decision", related_name="+", editable=False)
    solutions = models.ManyToManyField("solutions.Solution", related_name="+", editable=False)

    objects: ClassVar = KeptBriefQuerySet.as_manager()

    class Meta:
        verbose_name = "kept report"
        ordering = ["project", "-kept_at", "-pk"]

    def __str__(self) -> str:
        return f"Report of {self.project.key}, {self.kept_at:%Y-%m-%d}"

    @classmethod
    def keep(cls, project: Project, *, by: User) -> KeptBrief:
        """Keep the report as it stands now; the same again is the one that was kept last."""
        with project.changed_by(by, even_closed=True) as actor:
            brief = BriefReading(with_brief(Project.objects.filter(pk=project.pk)).get()).brief
            content = msgspec.to_builtins(brief)
            hash_now = content_hash(content)
            last = cls.objects.filter(project=project).newest_first().first()
            if last and last.content_hash == hash_now:
                return last
            kept = cls(
                project=project,
                kept_at=clock.now(),
                kept_by=actor.user,
                content=content,
                content_hash=hash_now,
            )
            kept.save(force_insert=True)
            kept.questions.set([one.question for one in brief.questions])
            kept.decisions.set([one.decision for one in brief.decisions])
            kept.solutions.set({one.solution_shown for one in brief.live if one.solution_shown})
            kept.record(BriefKept(brief=kept.pk, as_of=brief.as_of), by=actor)
            return kept

    @property
    def address(self) -> str:
        """Where it is read."""
        return reverse("kept_brief", args=[self.pk])

    @property
    def brief(self) -> Brief:
        """What it says."""
        return msgspec.convert(self.content, Brief)


def _hidden(name: str) -> QuerySet[Any]:
    """Of the report that an outer query is at, what is no longer shared."""
    rows: QuerySet[Any] = getattr(KeptBrief, name).through._default_manager.all()
    noun = name.removesuffix("s")
    return rows.filter(keptbrief=OuterRef("pk"), **{f"{noun}__shared_at": None})


def _marked(node: Any, words: set[str], mark: str) -> Any:
    if isinstance(node, list):
        return [_marked(one, words, mark) for one in node]
    if isinstance(node, dict):
        return {name: _marked(value, words, mark) for name, value in node.items()}
    return mark if isinstance(node, str) and node in words else node
