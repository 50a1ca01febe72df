from stories.models.column import Category, Column
from stories.models.comment import Comment
from stories.models.dependency import Dependency
from stories.models.story import Story

__all__ = ["Category", "Column", "Comment", "Dependency", "Story"]
