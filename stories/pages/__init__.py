from stories.pages.backlog import backlog
from stories.pages.board import board
from stories.pages.search import search
from stories.pages.story import story

__all__ = ["backlog", "board", "search", "story"]
