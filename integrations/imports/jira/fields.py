"""Which of Jira's fields a name means; custom fields have another one in each language."""

from functools import lru_cache

from integrations.imports.jira import words
from integrations.imports.jira.words import Words

MEANINGS = {
    "Sprint": Words(words.SPRINT),
    "Epic Link": Words(words.EPIC),
    "Flagged": Words(words.FLAGGED),
    "Story Points": Words(words.POINTS),
}


@lru_cache(10_000)
def meaning_of(name: str) -> str:
    """The name by which we know a field; its own where it is another one."""
    return next((known for known, said in MEANINGS.items() if said.is_all_of(name)), name)
