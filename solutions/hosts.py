"""Solutions hold files, their drawings and measurements: see files/hosts.py."""

from __future__ import annotations

from files.hosts import Host, hosts_files
from solutions.models import Solution


@hosts_files
class SolutionHost(Host):
    kind, on, model, title = "solution", "a solution", Solution, "name"
    noun = "the solution"
    even_closed = True  # what is used goes on after the project is finished

    def page_of(self, row: Solution) -> str:
        return f"{row.address}#files"

    def is_internal(self, row: Solution) -> bool:
        return not row.is_shared
