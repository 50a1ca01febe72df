"""The names that stand in addresses; what can't be one never reaches a view or the database."""

from django.urls import register_converter
from django.urls.converters import IntConverter, StringConverter


class ProjectKey(StringConverter):
    regex = "[A-Za-z][A-Za-z0-9]{1,9}"

    def to_python(self, value: str) -> str:
        return value.upper()


class StoryKey(StringConverter):
    """However it is written: `by_key` doesn't mind."""

    regex = "[A-Za-z][A-Za-z0-9]{1,9}-[1-9][0-9]{0,8}"


class RowNumber(IntConverter):
    """A positive number that fits the database's integers."""

    regex = "[1-9][0-9]{0,17}"


class SmallNumber(RowNumber):
    regex = "[1-9][0-9]{0,8}"


register_converter(ProjectKey, "project")
register_converter(StoryKey, "story")
register_converter(RowNumber, "row")
register_converter(SmallNumber, "number")
