"""The files on a wall, such as pictures of a real whiteboard."""

from __future__ import annotations

from files.api import OfProjectFiles


class WallFileResource(OfProjectFiles):
    """The files on a wall; whoever sees that sees them."""

    kind, name_in_address = "wall", "wall"
