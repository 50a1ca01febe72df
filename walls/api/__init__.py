"""Walls over the API: what is sealed is one's own, and what is open everybody's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from projects.api.base import PROJECT
from walls.api.files import WallFileResource
from walls.api.note import ArrowResource, GroupResource, NoteResource
from walls.api.own import OwnOfWallResource
from walls.api.wall import WallResource

if TYPE_CHECKING:
    from rest_framework.routers import SimpleRouter

__all__ = ["register"]


def register(router: SimpleRouter) -> None:
    walls = f"projects/(?P<project>{PROJECT})/walls"
    wall = f"{walls}/(?P<wall>{WallResource.lookup_value_regex})"
    router.register(walls, WallResource, "wall")
    router.register(f"{wall}/attachments", WallFileResource, "file-of-wall")
    router.register(f"{wall}/notes", NoteResource, "wall-note")
    router.register(f"{wall}/groups", GroupResource, "wall-group")
    router.register(f"{wall}/arrows", ArrowResource, "wall-arrow")
    router.register(wall, OwnOfWallResource, "wall-own")
