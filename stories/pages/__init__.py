from stories.pages.backlog import backlog, change_many, write_in_backlog
from stories.pages.board import board, write_story
from stories.pages.columns import column_places, column_removals, column_settings, columns
from stories.pages.search import search
from stories.pages.story import card, preview, story

__all__ = [
    "backlog",
    "board",
    "card",
    "change_many",
    "column_places",
    "column_removals",
    "column_settings",
    "columns",
    "preview",
    "search",
    "story",
    "write_in_backlog",
    "write_story",
]
