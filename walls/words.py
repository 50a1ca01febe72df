"""What people may write on a wall: it is refused while they type, never when it is opened."""

from base.refusals import Invalid


def tidied(text: str, most: int, refusal: type[Invalid], field: str, *, empty: str = "") -> str:
    """Return the words without what surrounds them; `empty` is said where there must be some.

    A zero character or half of a pair could be sealed, and then stop the whole wall's reveal: the
    database takes neither.
    """
    text = text.strip()
    if empty and not text:
        raise refusal(empty, field)
    if len(text) > most:
        raise refusal(f"Here fit {most} characters at most; these are {len(text):,}.", field)
    if "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise refusal("This holds a character that can't be kept.", field)
    return text
