from stories.pages.backlog import backlog
from stories.pages.board import board, write_story
from stories.pages.search import search
from stories.pages.story import card, preview, story

__all__ = ["backlog", "board", "card", "preview", "search", "story", "write_story"]
