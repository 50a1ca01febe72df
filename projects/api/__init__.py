"""The case over the API: projects, their charter, plan, use cases and history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from projects.api.base import PROJECT, OfProjectResource
from projects.api.charter import CharterResource, SignatureResource
from projects.api.event import EventResource
from projects.api.feed import FeedResource
from projects.api.hypothesis import HypothesisResource
from projects.api.old_text import OldTextResource
from projects.api.plan import ThemeResource, UseCaseResource
from projects.api.project import ProjectResource
from projects.api.release import ReleaseResource

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
    router.register(f"{project}/releases", ReleaseResource, "release")
    router.register("feed", FeedResource, "feed")
    router.register("events", EventResource, "event")
    router.register(
        f"events/(?P<event>{EventResource.lookup_value_regex})/texts", OldTextResource, "old-text"
    )
