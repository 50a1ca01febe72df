"""Places on a page that rooms above may fill: a page fetches nothing from above its own room.

A room registers what it adds in its `slots.py`; a page draws it by `{% slot "name" %}`.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

Drawing = Callable[[dict[Any, Any]], str]

FILLED: dict[str, list[Drawing]] = defaultdict(list)


def fills(name: str) -> Callable[[Drawing], Drawing]:
    """Register what draws into this slot, given the page's context as a dictionary."""

    def register(draw: Drawing) -> Drawing:
        FILLED[name].append(draw)
        return draw

    return register
