from stories.models.blockable import BlockerKind
from stories.models.column import Category, Column
from stories.models.comment import Comment
from stories.models.dependency import Dependency
from stories.models.story import Story

__all__ = ["BlockerKind", "Category", "Column", "Comment", "Dependency", "Story"]
