"""Walls hold files, pictures of a real whiteboard for instance: see files/hosts.py."""

from __future__ import annotations

from django.urls import reverse

from files.hosts import Host, hosts_files
from walls.models import Wall


@hosts_files
class WallHost(Host):
    """They are context and seen at once by whoever sees the wall."""

    kind, on, model, title = "wall", "a wall", Wall, "title"
    noun = "the wall"

    def page_of(self, row: Wall) -> str:
        return reverse("files_of", args=[self.kind, row.pk])

    def is_internal(self, row: Wall) -> bool:
        return not row.is_shared
