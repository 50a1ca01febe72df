"""How much scopes grew: the themes of the project that were finished."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from facts.models import StoryFact

if TYPE_CHECKING:
    from projects.models.project import Project

LEAST_STORIES = 5
LEAST, MOST = 0.5, 4.0
MOST_THEMES = 20


def past_growth(project: Project) -> list[float]:
    """Return final size over first size, one per finished theme, oldest first.

    The first size is what the theme held when work on it began; what was dropped counts in
    neither. A theme is finished when none of its stories is open and at least five are done.
    """
    rows = StoryFact.objects.filter(project=project, theme_id__isnull=False).exclude(
        category="dropped"
    )
    themes: dict[int | None, list[Any]] = defaultdict(list)
    for theme, category, created, started, done in rows.values_list(
        "theme_id", "category", "created_at", "started_at", "done_at"
    ):
        themes[theme].append((category, created, started or done, done))
    finished = []
    for stories in themes.values():
        if len(stories) >= LEAST_STORIES and all(one[0] == "done" for one in stories):
            finished.append(stories)
    finished.sort(key=lambda stories: max(one[3] for one in stories))
    return [growth_of(stories) for stories in finished[-MOST_THEMES:]]


def growth_of(stories: list[Any]) -> float:
    began = min(one[2] for one in stories) + timedelta(days=1)
    first = sum(one[1] <= began for one in stories)
    growth = min(max(len(stories) / max(first, 1), LEAST), MOST)
    return float(round(growth, 3))
