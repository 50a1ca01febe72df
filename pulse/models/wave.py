from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import NormalDist
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import Q

from base import clock
from pulse.disclosure import LEAST, YEAR, Sheet, tellings
from pulse.events import TeamPulseOpened
from pulse.refusals import (
    NoScore,
    PulseAnswered,
    PulseClosed,
    PulseOfWorkingMembers,
    PulseWithoutAnswer,
)
from teams.models import Team

if TYPE_CHECKING:
    from teams.models.user import User

LOWEST, HIGHEST = 1, 7
OPEN_DAYS = 5
NONCE = 16  # bytes
QUARTER = timedelta(days=91)


@dataclass(frozen=True, slots=True)
class Item:
    """One statement to agree with, 1 (not at all) to 7 (wholly); reversed ones count 8 − score."""

    key: str
    text: str
    reversed: bool = False


# After the seven items of Edmondson (1999), in our words; 1, 3 and 5 are reversed there as well.
SAFETY = (
    Item("mistakes", "In this team a mistake is held against whoever made it.", reversed=True),
    Item("problems", "Here anyone can bring up a hard problem."),
    Item("different", "Who is different is sometimes shut out here.", reversed=True),
    Item("risk", "It is safe to take a risk in this team."),
    Item("help", "It is hard to ask somebody here for help.", reversed=True),
    Item("undermine", "Nobody here would act so as to spoil my work."),
    Item("skills", "What I can do is valued and used in this team."),
)
PULSE = tuple(item for item in SAFETY if item.key in ("problems", "risk", "skills"))
ITEMS = {"safety": SAFETY, "pulse": PULSE}


class WaveQuerySet(models.QuerySet["Wave"]):
    def visible_to(self, user: User) -> Self:
        """Members alone: a guest is neither asked nor told that others are."""
        inside = Team.objects.visible_to(user).exclude(
            memberships__in=user.memberships.current().filter(role="guest")
        )
        return self.filter(team__in=inside)

    def open_at(self, moment: datetime) -> Self:
        return self.filter(opened_at__lte=moment, closes_at__gt=moment)


class Wave(models.Model):
    """One round of the pulse: everybody in the team is asked, nobody's answer can be told apart.

    While it is open a sheet is sealed with the installation's secret, which is not in the database:
    who compared copies of it, taken before and after somebody answered, would see that something
    was added and not what. Once it is closed all are laid open at once, sorted by their content,
    or left blank where so few answered that nobody will be told. So neither the order of sheets nor
    an old version of the row tells who wrote which or when. That somebody has answered is kept as
    a keyed hash, with the same key, and for a year alone. No event tells of an answer.

    Two rounds whose respondents differ by one or two people would tell what these said. What of
    a round may be told is decided once, when it is laid open: see `telling`.
    """

    class Kind(models.TextChoices):
        PULSE = "pulse", "Pulse"
        SAFETY = "safety", "Psychological safety"

    team = models.ForeignKey("teams.Team", models.PROTECT, related_name="pulse_waves")
    kind = models.CharField(max_length=8, choices=Kind)
    opened_at = models.DateTimeField(default=clock.now)
    closes_at = models.DateTimeField()
    invited = models.PositiveSmallIntegerField(help_text="Working members when it opened.")
    salt = models.CharField(max_length=32, editable=False)
    spent = ArrayField(models.CharField(max_length=64), default=list, editable=False)
    sheets = models.JSONField(default=list, editable=False)
    told = models.JSONField(
        null=True, editable=False, help_text="What may be told of it, once it is closed."
    )

    objects = WaveQuerySet.as_manager()

    class Meta:
        app_label = "metrics"
        ordering = ["-opened_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=models.F("opened_at")), name="wave_closes_later"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.team}, {self.opened_at:%Y-%m-%d}"

    @classmethod
    def open_due(cls, team: Team) -> Wave | None:
        """Open the team's next wave if it is time: one a sprint, the long one a quarter.

        Only the schedule calls this. Nobody can ask a team again because the answers displeased.
        """
        with team.changed_by(None) as actor:
            now = clock.now()
            cls._lay_open(team, now)
            last = team.pulse_waves.first()
            if last and (last.is_open or now - last.opened_at < timedelta(days=team.sprint_days)):
                return None
            team.pulse_waves.filter(opened_at__lt=now - YEAR).exclude(spent=[]).update(spent=[])
            quarterly = team.pulse_waves.filter(kind=cls.Kind.SAFETY).first()
            is_quarter = quarterly is None or now - quarterly.opened_at >= QUARTER
            wave = team.pulse_waves.create(
                kind=cls.Kind.SAFETY if is_quarter else cls.Kind.PULSE,
                opened_at=now,
                closes_at=now + timedelta(days=OPEN_DAYS),
                invited=team.memberships.current().working().count(),
                salt=secrets.token_hex(16),
            )
            team.record(
                TeamPulseOpened(wave=wave.pk, kind="safety" if is_quarter else "pulse"), by=actor
            )
            return wave

    @classmethod
    def _lay_open(cls, team: Team, now: datetime) -> None:
        closed = team.pulse_waves.filter(closes_at__lte=now).select_for_update()
        for wave, telling in tellings(team, closed.order_by("closes_at", "pk")):
            if wave.told is None:
                wave.told, wave.sheets = telling.as_json, [list(one) for one in telling.sheets]
                wave.save(update_fields=["told", "sheets"])

    @property
    def items(self) -> tuple[Item, ...]:
        return ITEMS[self.kind]

    @property
    def is_open(self) -> bool:
        return self.opened_at <= clock.now() < self.closes_at

    @property
    def is_too_small(self) -> bool:
        """Whether so few are asked that nobody will be told whatever they answer."""
        return self.invited < LEAST

    @property
    def answered(self) -> int:
        return len(self.sheets)

    def is_answered_by(self, user: User) -> bool:
        return self._token(user.pk) in self.spent

    @transaction.atomic
    def answer(self, scores: dict[str, int | None], *, by: User) -> None:
        """Add a sheet of scores by item key. A skipped item is missing, never a middle value."""
        locked = Wave.objects.select_for_update().get(pk=self.pk)
        locked._refuse(by)
        sheet = [_score(scores.get(item.key)) for item in locked.items]
        if all(score is None for score in sheet):
            raise PulseWithoutAnswer("Answer at least one of the statements.")
        locked.sheets = sorted(locked._sealed(one) for one in [*locked.sheets, sheet])
        locked.spent = sorted([*locked.spent, locked._token(by.pk)])
        locked.save(update_fields=["sheets", "spent"])
        self.sheets, self.spent = locked.sheets, locked.spent

    @property
    def opened_sheets(self) -> list[Sheet]:
        """The sheets sorted by content; one sealed with another secret than today's is lost."""
        opened = []
        for one in map(self._opened, self.sheets):
            if one:
                opened.append(one)
        return sorted(opened, key=_by_content)

    def answered_by(self, users: list[int]) -> set[int]:
        """Return those of the users' keys who answered; the code is forgotten after a year."""
        answered = set()
        for user in users:
            if self._token(user) in self.spent:
                answered.add(user)
        return answered

    def offset_of(self, user: int) -> float:
        """Return the number that blurs the person's part in means, of spread 1, all their time.

        Only the installation's secret can make it.
        """
        drawn = int.from_bytes(self._keyed(f"offset {self.team_id} {user}")[:6])
        return NormalDist().inv_cdf((drawn + 0.5) / 2**48)

    def _sealed(self, sheet: str | list[int | None]) -> str:
        """Cover the scores with a pad that is used once, cut from a keyed hash of a fresh nonce."""
        if isinstance(sheet, str):
            return sheet
        nonce = secrets.token_bytes(NONCE)
        return (nonce + self._covered(bytes(score or 0 for score in sheet), nonce)).hex()

    def _opened(self, sheet: str | list[int | None]) -> Sheet | None:
        if not isinstance(sheet, str):
            return tuple(sheet)
        sealed = bytes.fromhex(sheet)
        plain, places = self._covered(sealed[NONCE:], sealed[:NONCE]), len(self.items)
        is_ours = not any(plain[places:])  # what follows the scores is nought
        if is_ours:
            return tuple(score or None for score in plain[:places])
        return None

    def _covered(self, scores: bytes, nonce: bytes) -> bytes:
        pad = self._keyed(f"sheet {self.salt} {nonce.hex()}")
        return bytes(a ^ b for a, b in zip(scores.ljust(len(pad), b"\0"), pad, strict=True))

    def _refuse(self, user: User) -> None:
        if not self.is_open:
            raise PulseClosed("This pulse is closed.")
        if not self.team.memberships.current().working().filter(user=user).exists():
            raise PulseOfWorkingMembers("Only working members of the team are asked.")
        if self.is_answered_by(user):
            raise PulseAnswered(
                "You have answered. No one can tell your sheet, so it can't be changed."
            )

    def _token(self, user: int) -> str:
        """Proof that the user has answered; only the installation's secret can make it."""
        return self._keyed(f"pulse {self.salt} {user}").hex()

    def _keyed(self, said: str) -> bytes:
        return hmac.new(settings.SECRET_KEY.encode(), said.encode(), hashlib.sha256).digest()


def _score(value: int | None) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not LOWEST <= value <= HIGHEST:
        raise NoScore(f"A score is a whole number from {LOWEST} to {HIGHEST}.")
    return value


def _by_content(sheet: Sheet) -> list[int]:
    return [score or 0 for score in sheet]
