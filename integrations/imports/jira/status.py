"""What Jira's statuses mean here: each becomes a column of one of five categories."""

from functools import lru_cache

from integrations.imports.jira import words
from integrations.imports.jira.words import Words
from stories.models import Category

# Jira's category ids never change; keys and names are translated and, in some exports, wrong.
BY_ID = {2: Category.TODO, 3: Category.DONE, 4: Category.DOING}
BY_KEY = {"new": Category.TODO, "done": Category.DONE, "indeterminate": Category.DOING}
CLASSIC = {"2", "3", "4", "5"}  # Jira's own resolutions that deliver nothing, in every language
REOPENED, DROPPED, NOT_DELIVERED = (
    Words(words.REOPENED),
    Words(words.DROPPED),
    Words(words.DROPPED, words.DROPPED_RESOLUTION),
)
AHEAD, REVIEW, LEAVING = Words(words.AHEAD), Words(words.REVIEW), Words(words.LEAVING)
MAKING, THINKING, TODO = Words(words.MAKING), Words(words.THINKING), Words(words.TODO)
NOT, DONE, DOING = Words(words.NOT), Words(words.DONE), Words(words.DOING)


@lru_cache(1000)
def guess(name: str) -> Category:
    """The category by the words of a name; what says nothing has yet to be done."""
    return understood(name) or Category.TODO


def understood(name: str) -> Category | None:
    if name in REOPENED or TODO.is_all_of(name):
        return Category.TODO
    if name in DROPPED:
        return Category.DROPPED
    if name in REVIEW or name in LEAVING:
        return Category.REVIEW
    if name in NOT:
        return Category.TODO
    if name in DONE:
        return _done_with(name)
    if name in AHEAD and name in MAKING:
        return Category.TODO
    if name in DOING:
        return Category.DOING
    if name in TODO or name in AHEAD:
        return Category.TODO
    return None


def _done_with(name: str) -> Category:
    """Done is the work as a whole; done with a part of it is not."""
    if name in AHEAD:
        return Category.REVIEW
    if name in THINKING:
        return Category.DOING
    if name in MAKING:
        return Category.REVIEW
    return Category.DONE


@lru_cache(1000)
def is_dropped(resolution: str, number: str = "") -> bool:
    """Whether an issue was closed without being done, by the word, else by Jira's own id."""
    if not resolution:
        return False
    if resolution in NOT_DELIVERED:
        return True
    return number in CLASSIC and resolution not in DONE


def is_unknown(resolution: str) -> bool:
    """Whether it counts as delivered only because nothing says otherwise."""
    return bool(resolution) and resolution not in NOT_DELIVERED and resolution not in DONE


def category_of(name: str, number: int | None, key: str) -> Category:
    """By the id of Jira's own category, else its key, else the words of the name."""
    category = BY_ID.get(number) if number else BY_KEY.get(key)
    if category == Category.DOING:
        if guess(name) == Category.REVIEW:
            return Category.REVIEW
        return Category.DOING
    if category == Category.DONE:
        if guess(name) == Category.DROPPED:
            return Category.DROPPED
        return Category.DONE
    return category or guess(name)


class Statuses:
    """All statuses that the export names, by id; the same name is the same column."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self.categories: dict[str, Category] = {}

    def know(
        self, status_id: str, name: str, category: tuple[int | None, str] | None = None
    ) -> None:
        """Remember a status; what the issues or the list of statuses say beats a mere name."""
        if category:
            self.names[status_id] = name
            self.categories[status_id] = category_of(name, *category)
        else:
            self.names.setdefault(status_id, name)

    def category(self, status_id: str) -> Category:
        return self.categories.get(status_id) or guess(self.names[status_id])

    def not_understood(self) -> list[str]:
        """Names that only the changelog knows and whose words say nothing."""
        named = set()
        for one, name in self.names.items():
            if one not in self.categories and name and understood(name) is None:
                named.add(name)
        known = {self.names[one].lower() for one in self.categories}
        not_understood = []
        for name in named:
            if name.lower() not in known:
                not_understood.append(name)
        return sorted(not_understood)

    def columns(self) -> dict[str, tuple[str, Category]]:
        """Column name and category for each status id; one name has one category."""
        known: dict[str, Category] = {}
        told = sorted(self.names, key=lambda one: one not in self.categories)
        for status_id in told:
            known.setdefault(self._column(status_id).lower(), self.category(status_id))
        columns = {}
        for status_id in self.names:
            columns[status_id] = (self._column(status_id), known[self._column(status_id).lower()])
        return columns

    def _column(self, status_id: str) -> str:
        return " ".join(self.names[status_id].split())[:40] or "No name"
