"""The case over the API: projects, their charter, plan, use cases and history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from projects.api.answer import OwnAnswerResource
from projects.api.base import PROJECT, OfProjectResource
from projects.api.charter import CharterResource, SignatureResource
from projects.api.decision import DecisionResource
from projects.api.event import EventResource
from projects.api.feed import FeedResource
from projects.api.hypothesis import HypothesisResource
from projects.api.ledger import LedgerResource
from projects.api.old_text import OldTextResource
from projects.api.plan import ThemeResource, UseCaseResource
from projects.api.project import ProjectResource
from projects.api.question import NoteResource, QuestionResource, RoundResource
from projects.api.release import ReleaseResource
from projects.api.shelf import QuestionSetResource, ShelfItemResource
from teams.api import SLUG

if TYPE_CHECKING:
    from rest_framework.routers import SimpleRouter

__all__ = ["PROJECT", "OfProjectResource", "register"]


def register(router: SimpleRouter) -> None:
    project = f"projects/(?P<project>{PROJECT})"
    router.register("projects", ProjectResource, "project")
    router.register(f"{project}/charters", CharterResource, "charter")
    router.register(
        f"{project}/charters/(?P<version>[1-9][0-9]{{0,8}})/signatures",
        SignatureResource,
        "signature",
    )
    router.register(f"{project}/themes", ThemeResource, "theme")
    router.register(f"{project}/use-cases", UseCaseResource, "use-case")
    router.register(f"{project}/hypotheses", HypothesisResource, "hypothesis")
    router.register("hypotheses", LedgerResource, "ledger")
    router.register(f"{project}/releases", ReleaseResource, "release")
    register_questions(router, project)
    router.register("feed", FeedResource, "feed")
    router.register("events", EventResource, "event")
    router.register(
        f"events/(?P<event>{EventResource.lookup_value_regex})/texts", OldTextResource, "old-text"
    )


def register_questions(router: SimpleRouter, project: str) -> None:
    """What belongs to looking at questions together."""
    question = f"{project}/questions/(?P<question>{QuestionResource.lookup_value_regex})"
    team = f"teams/(?P<team>{SLUG})"
    router.register(f"{project}/questions", QuestionResource, "question")
    router.register(f"{question}/answers", OwnAnswerResource, "own")
    router.register(f"{question}/rounds", RoundResource, "round")
    router.register(f"{question}/notes", NoteResource, "note")
    router.register(f"{project}/decisions", DecisionResource, "decision")
    router.register(f"{team}/shelf", ShelfItemResource, "shelf-item")
    router.register(team, QuestionSetResource, "question-set")
