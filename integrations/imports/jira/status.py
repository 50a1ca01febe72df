"""What Jira's statuses mean here: each becomes a column of one of five categories."""

import re
from functools import lru_cache

from stories.models import Category

# Jira's category ids never change; keys and names are translated and, in some exports, wrong.
BY_ID = {2: Category.TODO, 3: Category.DONE, 4: Category.DOING}
BY_KEY = {"new": Category.TODO, "done": Category.DONE, "indeterminate": Category.DOING}
WORDS = {
    Category.DROPPED: (
        r"won.?t (do|fix)|cancel|reject|abandon|duplicate|invalid|obsolete|declined"
        r"|not reproduc|cannot reproduce|incomplete|取消|废弃|拒绝|重复|不予|abgelehnt"
    ),
    Category.TODO: (
        r"\b(ready|selected|waiting|approved|groomed) (for|to) (dev|work|start|impl|prog)"
        r"|to.?do|backlog|open|new\b|inbox|待办|待处理|待开发|新建|打开|offen"
    ),
    Category.REVIEW: (
        r"review|\bqa\b|test|verif|valid|approv|staging|accept|demo"
        r"|审核|评审|审查|测试|验收|验证|prüf"
    ),
    Category.DONE: (
        r"done|closed|resolved|complete|finish|released|deployed|shipped|live"
        r"|已完成|完成|关闭|已解决|解决|已发布|上线|fertig|erledigt|terminé|concluído"
    ),
    Category.DOING: (
        r"progress|doing|develop|implement|coding|active|started|working|build"
        r"|进行|开发|处理|arbeit|en cours"
    ),
}
PATTERNS = [(category, re.compile(words, re.IGNORECASE)) for category, words in WORDS.items()]


def guess(name: str) -> Category:
    """The category by the words of a name; what says nothing has yet to be done."""
    reopened = re.search(r"re-?open|重新打开", name, re.IGNORECASE)
    if reopened:
        return Category.TODO
    return next((category for category, words in PATTERNS if words.search(name)), Category.TODO)


@lru_cache(1000)
def is_dropped(resolution: str) -> bool:
    """Whether an issue was closed without being done."""
    return bool(resolution) and guess(resolution) == Category.DROPPED


def category_of(name: str, number: int | None, key: str) -> Category:
    """By the id of Jira's own category, else its key, else the words of the name."""
    category = BY_ID.get(number) if number else BY_KEY.get(key)
    if category == Category.DOING:
        return Category.REVIEW if guess(name) == Category.REVIEW else Category.DOING
    if category == Category.DONE:
        return Category.DROPPED if guess(name) == Category.DROPPED else Category.DONE
    return category or guess(name)


class Statuses:
    """All statuses that the export names, by id; the same name is the same column."""

    def __init__(self):
        self.names: dict[str, str] = {}
        self.categories: dict[str, Category] = {}

    def know(self, status_id: str, name: str, category: tuple[int | None, str] | None = None):
        """Remember a status; what the issues or the list of statuses say beats a mere name."""
        if category:
            self.names[status_id] = name
            self.categories[status_id] = category_of(name, *category)
        else:
            self.names.setdefault(status_id, name)

    def category(self, status_id: str) -> Category:
        return self.categories.get(status_id) or guess(self.names[status_id])

    def columns(self) -> dict[str, tuple[str, Category]]:
        """Column name and category for each status id; one name has one category."""
        known: dict[str, Category] = {}
        told = sorted(self.names, key=lambda one: one not in self.categories)
        for status_id in told:
            known.setdefault(self._column(status_id).lower(), self.category(status_id))
        return {
            status_id: (self._column(status_id), known[self._column(status_id).lower()])
            for status_id in self.names
        }

    def _column(self, status_id: str) -> str:
        return " ".join(self.names[status_id].split())[:40] or "No name"
