"""Why a gate is waived, a trial amended or called off, a solution ended: not in a word or two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from base.refusals import Refused
from base.roles import Role

if TYPE_CHECKING:
    from teams.models.membership import Actor

LEAST_REASON, MOST_REASON = 10, 500  # characters
IN_SO_MANY = f"in {LEAST_REASON} to {MOST_REASON} characters."


def reasoned(text: str, refusal: Refused) -> str:
    """Return the words without what surrounds them; the refusal is of too few or too many."""
    text = text.strip()
    if not LEAST_REASON <= len(text) <= MOST_REASON:
        raise refusal
    return text


def waiver_of(words: str, actor: Actor, *, of_leads: Refused, unsaid: Refused) -> str:
    """Return why somebody passes a gate without what it asks for: a lead who is in the team."""
    if actor.role != Role.LEAD:  # an admin isn't one
        raise of_leads
    return reasoned(words, unsaid)
