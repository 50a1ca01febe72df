"""What the parts of a deployment know of it and of each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from typing import ClassVar

    from projects.models.eventful import OfProject
    from teams.models.membership import Actor
    from teams.models.user import User

    class DeploymentPart(OfProject):
        """A type alone: at run time a part is a model of its own, and a deployment has them all."""

        solution: models.ForeignKey[Any, Any]
        solution_id: int
        state: models.CharField[str, str]
        version: models.CharField[str, str]
        environment: models.CharField[str, str]
        reference: models.CharField[str, str]
        customer: models.CharField[str, str]
        fixes_id: int | None
        gate: models.CharField[str, str]
        is_imported: models.BooleanField[bool, bool]
        started_at: models.DateTimeField[datetime | None, datetime | None]
        live_at: models.DateTimeField[datetime | None, datetime | None]
        ended_at: models.DateTimeField[datetime | None, datetime | None]
        reason: models.CharField[str, str]
        # Of any rows: a part alone is no table whose columns the plugin could know.
        objects: ClassVar[models.Manager[Any]]  # type: ignore[assignment]

        class Meta:
            abstract = True

        def note_customer(
            self, customer: str, attended_by: Iterable[User] | None = None, *, by: User | Actor
        ) -> None: ...
        def settle_anew(self, actor: Actor, *, tells: bool = False) -> None: ...
        def pass_gate(self, waiver: str, actor: Actor) -> None: ...
        def note_gate(self, actor: Actor, moment: datetime) -> None: ...
        def reach(
            self, state: str, moment: datetime, actor: Actor, *, reason: str = ""
        ) -> None: ...

else:
    DeploymentPart = models.Model
