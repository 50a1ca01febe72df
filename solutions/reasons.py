"""Why a gate is waived, a trial amended or called off, a solution ended: not in a word or two."""

from base.refusals import Refused

LEAST_REASON, MOST_REASON = 10, 500  # characters
IN_SO_MANY = f"in {LEAST_REASON} to {MOST_REASON} characters."


def reasoned(text: str, refusal: Refused) -> str:
    """Return the words without what surrounds them; the refusal is of too few or too many."""
    text = text.strip()
    if not LEAST_REASON <= len(text) <= MOST_REASON:
        raise refusal
    return text
