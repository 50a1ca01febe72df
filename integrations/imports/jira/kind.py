import re
from functools import lru_cache

from stories.events import Kind

KINDS: tuple[tuple[Kind, str], ...] = (
    ("bug", r"bug|defect|incident|缺陷|故障|错误|fehler|defeito"),
    ("experiment", r"spike|experiment|research|hypothes|investigat|调研|实验"),
    ("chore", r"chore|technical|debt|maintenance|housekeep|operations|运维|技术"),
)
PATTERNS = [(kind, re.compile(words, re.IGNORECASE)) for kind, words in KINDS]


@lru_cache(1000)
def kind_of(name: str) -> Kind:
    """Our kind of story by the name of Jira's issue type; most are simply stories."""
    return next((kind for kind, words in PATTERNS if words.search(name)), "story")
