from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from base.refusals import Refused
from integrations.imports.jira import JiraImport

if TYPE_CHECKING:
    from django.core.management.base import CommandParser

    from integrations.imports.jira.person import Account


class Command(BaseCommand):
    help = "Take over a project from Jira: issues, people, sprints and their whole history."

    def add_arguments(self, parser: CommandParser) -> None:
        add = parser.add_argument
        add("files", nargs="+", metavar="FILE", help="Search results with changelog (JSON).")
        add("--project", default="", metavar="KEY", help="Ours; it is begun if missing.")
        add(
            "--list-people", action="store_true", help="Write a mapping to fill in; import nothing."
        )
        add("--team", default="", metavar="NAME", help="The team of a new project.")
        add("--people", metavar="CSV", help="person,discipline[,role,email,name]")
        add("--sprints", action="append", default=[], metavar="FILE", help="A board's sprints.")
        add("--statuses", metavar="FILE", help="All statuses, with their categories.")
        add("--changelogs", metavar="FILE", help="Changelogs by issue id, for long ones.")
        add("--only", default="", metavar="JIRA-KEY", help="Only issues of this Jira project.")
        add("--points-field", default="", metavar="FIELD", help="Such as customfield_10024.")
        add("--zone", default="", metavar="ZONE", help="Whose days sprints have: Europe/Berlin.")

    def handle(self, *, files: list[str], project: str, list_people: bool, **options: Any) -> None:
        if not list_people and not project:
            raise CommandError("Say with --project KEY where to import to.")
        names = (
            "team",
            "people",
            "sprints",
            "statuses",
            "changelogs",
            "only",
            "points_field",
            "zone",
        )
        try:
            jira = JiraImport(files, project, **{name: options[name] for name in names})
            if list_people:
                return self._list(jira.people_seen())
            summary = jira.run()
        except Refused as refused:
            raise CommandError(f"{refused.sentence} Nothing was imported.") from refused
        except ValidationError as error:
            raise CommandError(f"{' '.join(error.messages)} Nothing was imported.") from None
        except KeyboardInterrupt:
            raise CommandError("Stopped. Nothing was imported.", returncode=130) from None
        lines = [*map(str, summary.tallies), *summary.notes]
        self._print("\n".join([str(summary), *(f"  {line}" for line in lines)]))
        return None

    def _print(self, text: str) -> None:
        """A terminal that can't show a name doesn't undo what was imported."""
        encoding = getattr(self.stdout, "encoding", None) or "utf-8"
        self.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding))

    def _list(self, people: list[Account]) -> None:
        """A mapping with everybody in it, for somebody to fill in the disciplines."""
        text = io.StringIO()
        rows = csv.writer(text, lineterminator="\n")
        rows.writerow(["person", "discipline", "role", "email", "name"])
        for account in people:
            rows.writerow([account.id, "unknown", "member", account.email, account.name])
        self._print(text.getvalue())
