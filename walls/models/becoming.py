"""A note becomes something that is worked on: by the verb of that noun, in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from django.db import models

from projects.models import Hypothesis, Question, Theme, UseCase
from sprints.models import Retrospective
from stories.models import Story
from walls.events import NoteBecame
from walls.refusals import NoteBecameSomething, NoteNeedsPlace

if TYPE_CHECKING:
    from sprints.models.retrospective import Action
    from teams.models.user import User

BECOMES = ("question", "hypothesis", "theme", "story", "action")


def _becomes(model: str) -> Any:
    """What it became is protected: the note says where it came from."""
    return models.OneToOneField(
        model, models.PROTECT, null=True, blank=True, related_name="wall_note", editable=False
    )


class Becoming(models.Model):
    """What a note may become, at any time after the reveal, and once."""

    question = _becomes("projects.Question")
    hypothesis = _becomes("projects.Hypothesis")
    theme = _becomes("projects.Theme")
    story = _becomes("stories.Story")
    action = _becomes("sprints.Action")

    if TYPE_CHECKING:
        wall: models.ForeignKey[Any, Any]
        words: models.CharField[str, str]

        def reread(self) -> None: ...

    class Meta:
        abstract = True

    @property
    def became(self) -> tuple[str, Any] | None:
        """What it became, and that row; None as long as it is a note alone."""
        for name in BECOMES:
            if getattr(self, f"{name}_id") is not None:
                return name, getattr(self, name)
        return None

    def become_question(
        self, asked_from: str, *, by: User, use_case: UseCase | None = None, text: str = ""
    ) -> Question:
        """Ask it of a use case: the wall's own, unless another one is named."""
        asked_of = use_case or self.wall.use_case
        if asked_of is None:
            raise NoteNeedsPlace("Say of which use case it is asked.", "use_case")

        def ask() -> Question:
            return Question.ask(
                asked_of,
                text=text or self.words,
                asked_from=asked_from,
                origin=Question.Origin.NOTE,
                by=by,
            )

        return cast(Question, self._become("question", ask, by))

    def become_hypothesis(
        self, *, by: User, theme: Theme | None = None, prediction: str = "", **words: Any
    ) -> Hypothesis:
        """Draft it in a theme: the wall's own, unless another one is named."""
        within = theme or self.wall.theme
        if within is None:
            raise NoteNeedsPlace("Say to which theme it belongs.", "theme")

        def draft() -> Hypothesis:
            return Hypothesis.draft(within, prediction=prediction or self.words, by=by, **words)

        return cast(Hypothesis, self._become("hypothesis", draft, by))

    def become_theme(self, *, by: User, title: str = "") -> Theme:
        """Put it on the plan; it serves the wall's use case."""
        served = [self.wall.use_case] if self.wall.use_case else []

        def chart() -> Theme:
            project = self.wall.project
            return Theme.chart(project, title=title or self.words, use_cases=served, by=by)

        return cast(Theme, self._become("theme", chart, by))

    def become_story(self, *, by: User, title: str = "", kind: str = "story") -> Story:
        """Write it at the end of the backlog, in the wall's theme."""

        def write() -> Story:
            words, theme = title or self.words, self.wall.theme
            return Story.write(self.wall.project, title=words, kind=kind, theme=theme, by=by)

        return cast(Story, self._become("story", write, by))

    def become_action(self, *, owner: User, due: date, by: User, title: str = "") -> Action:
        """Agree on it in the sprint's retrospective, which is held with that."""
        sprint = self.wall.sprint
        if sprint is None:
            raise NoteNeedsPlace("Actions are agreed on in a sprint's retrospective.")

        def agree() -> Action:
            held = Retrospective.hold(sprint, by=by)
            return held.agree(title or self.words, owner=owner, due=due, by=by)

        return cast("Action", self._become("action", agree, by))

    def _become(self, kind: str, begin: Callable[[], models.Model], by: User) -> models.Model:
        with self.wall.changed_on_record_by(by) as actor:
            self.reread()
            if there := self.became:
                raise NoteBecameSomething(f"It became a {there[0]} already: “{there[1]}”.")
            row = begin()
            setattr(self, kind, row)
            self.save(update_fields=[kind])
            self.wall.store()
            details: dict[str, Any] = {
                "wall": self.wall.pk,
                "note": self.pk,
                "kind": kind,
                "id": row.pk,
            }
            if isinstance(row, Story):
                details["story_key"] = row.key
            self.wall.project.write(NoteBecame.of(details), by=actor)
            return row
