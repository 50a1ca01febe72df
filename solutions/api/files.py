"""The files on a solution, its drawings and measurements."""

from __future__ import annotations

from files.api import OfProjectFiles


class SolutionFileResource(OfProjectFiles):
    """The files on a solution; whoever sees that sees them."""

    kind, name_in_address = "solution", "solution"
