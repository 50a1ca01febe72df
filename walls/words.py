"""What people may write on a wall: it is refused while they type, never when it is opened."""

from base.refusals import Invalid


def tidied(text: str, most: int, refusal: Invalid, *, may_be_empty: bool = False) -> str:
    """Return the words without what surrounds them; the refusal is of those that aren't there.

    A zero character or half of a pair could be sealed, and then stop the whole wall's reveal: the
    database takes neither.
    """
    text = text.strip()
    if not (text or may_be_empty):
        raise refusal
    if len(text) > most:
        told = f"Here fit {most} characters at most; these are {len(text):,}."
        raise type(refusal)(told, refusal.field)
    if "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise type(refusal)("This holds a character that can't be kept.", refusal.field)
    return text
