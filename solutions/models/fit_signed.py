from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.apps import apps
from django.db import models
from django.db.models import F, Q

from base import clock
from history.models.event import STRUCK_OUT
from history.models.redaction import COPIES
from projects.models.sides import SIDE_CHOICES, SIDES
from solutions.events import FitSigned
from solutions.models.fit_content import content_of
from solutions.models.fit_item import FitItem
from solutions.models.fit_judged import side_of
from solutions.models.fit_part import FitPart
from solutions.models.fit_state import FitCounts
from solutions.refusals import FitNotSettled
from teams.models import Membership

if TYPE_CHECKING:
    from history.models.old_text import OldText
    from teams.models.membership import Actor
    from teams.models.user import User


class FitSignatureQuerySet(models.QuerySet["FitSignature"]):
    def visible_to(self, user: User) -> Self:
        """The team reads all of them, guests what stands: earlier notes stay the team's own."""
        reviews: Any = apps.get_model("solutions.FitReview")._default_manager
        seats = Membership.objects.current().working().filter(user=user.pk)
        own = Q(review__project__team__in=seats.values("team"))
        seen = self.filter(review__in=reviews.visible_to(user).order_by().values("pk"))
        return seen.filter(own | Q(fit_hash=F("review__fit_hash")))

    def of_round(self, review: Any) -> Self:
        """Those under a round, in the order in which they were given."""
        return self.filter(review=review).order_by("signed_at", "pk")

    def of_project(self, project: Any) -> Self:
        return self.filter(review__project=project)

    def of_solution(self, solution: int | str) -> Self:
        return self.filter(review__solution=solution)


class FitSignature(models.Model):
    """One person's word, for the discipline they had then, on exactly this fit.

    It keeps what was signed, so that whoever reads a voided one sees what changed since.
    """

    review = models.ForeignKey("solutions.FitReview", models.PROTECT, related_name="signatures")
    user = models.ForeignKey("teams.User", models.PROTECT, related_name="fit_signatures")
    side = models.CharField(max_length=11, choices=SIDE_CHOICES)
    fit_hash = models.CharField(max_length=64)
    content = models.JSONField(help_text="What the hash covers, in words.")
    signed_at = models.DateTimeField(default=clock.now)

    objects: ClassVar = FitSignatureQuerySet.as_manager()

    class Meta:
        ordering = ["signed_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(side__in=SIDES), name="fit_signed_by_a_side"),
            # Whoever changes discipline doesn't sign for both: they are two different people.
            models.UniqueConstraint(
                fields=["review", "fit_hash", "user"], name="one_fit_signature_each"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.side})"


class Signed(FitPart):
    """It holds by the word of two people, one of each discipline, until what they read changes."""

    class Meta:
        abstract = True

    if TYPE_CHECKING:

        def must_be_as_read(self, fit_hash: str | None) -> None: ...

    def sign(self, *, by: User, fit_hash: str | None = None) -> FitSignature:
        """Sign for one's discipline what was read, once all of it is settled."""
        with self.project.changed_by(by) as actor:
            side = side_of(actor)
            items = self.read()
            self.must_be_as_read(fit_hash)
            return self.sign_for(side, items, actor)

    def sign_for(self, side: str, items: list[FitItem], actor: Actor) -> FitSignature:
        """Sign what was read under the lock; the same person's word again changes nothing."""
        counts = FitCounts.of([vars(item)["state"] for item in items])
        if words := counts.words:
            raise FitNotSettled(f"It isn't settled yet: {words}.")
        signature, is_new = FitSignature.objects.get_or_create(
            review_id=self.pk,
            fit_hash=self.fit_hash,
            user=actor.user,
            defaults={
                "side": side,
                "content": words_of(self, items),
                "signed_at": clock.now(),
            },
        )
        if is_new:
            details = FitSigned(
                solution=self.solution_id, fit=self.pk, side=side, fit_hash=self.fit_hash
            )
            self.record(details, by=actor)
        return signature

    def standing_signatures(self) -> int:
        """How many stand over it as it is, and fall with what is changed."""
        signed: models.QuerySet[Any] = FitSignature.objects.filter(review=self.pk)
        return signed.filter(fit_hash=self.fit_hash).count()


def words_of(review: FitPart, items: list[FitItem]) -> dict[str, Any]:
    """What a signature stands over, with the names of what it names by numbers."""
    solution = review.solution
    content = content_of(review, items)
    picked = FitItem.shelf.through.objects.filter(fititem__review=review.pk)
    names = dict(picked.values_list("shelfitem", "shelfitem__name"))
    for item in content["items"]:
        item["shelf"] = [names[pk] for pk in item["shelf"]]
    words = {name: getattr(solution, name) for name in ("kind", "does", "meant_for", "not_for")}
    words["use_cases"] = list(solution.use_cases.order_by("pk").values_list("title", flat=True))
    served = solution.hypotheses.order_by("pk").values_list("prediction", flat=True)
    words["hypotheses"] = list(served)
    return {"words": words, **content}


def _without(value: Any, text: str) -> Any:
    """The same with a mark where the text stood."""
    if isinstance(value, dict):
        return {name: _without(one, text) for name, one in value.items()}
    if isinstance(value, list):
        return [_without(one, text) for one in value]
    return STRUCK_OUT if value == text else value


def _strike_from_signed(old: OldText) -> None:
    """What was signed is kept; that it was signed stands, also without the words."""
    signed = FitSignature.objects.filter(review__project=old.event.project_id)
    changed = []
    for signature in signed.only("content"):
        content = _without(signature.content, old.text)
        if content != signature.content:
            signature.content = content
            changed.append(signature)
    FitSignature.objects.bulk_update(changed, ["content"])


def _strike_from_earlier_rounds(old: OldText) -> None:
    """A round copies the notes of the last one."""
    earlier = FitItem.objects.filter(review__project=old.event.project_id, review__is_current=False)
    for side in SIDES:
        field = f"{side}_note"
        earlier.filter(**{field: old.text}).exclude(pk=old.row).update(**{field: STRUCK_OUT})
    _strike_from_signed(old)


COPIES["solutions.fititem"] = _strike_from_earlier_rounds
for noun in ("solutions.solution", "projects.usecase", "projects.hypothesis", "projects.shelfitem"):
    COPIES.setdefault(noun, _strike_from_signed)
