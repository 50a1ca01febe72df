"""The names that stand in addresses; what can't be one never reaches a view or the database."""

from django.urls import register_converter


class ProjectKey:
    regex = "[A-Za-z][A-Za-z0-9]{1,9}"

    def to_python(self, value: str) -> str:
        return value.upper()

    def to_url(self, value: str) -> str:
        return str(value)


class StoryKey(ProjectKey):
    regex = "[A-Za-z][A-Za-z0-9]{1,9}-[1-9][0-9]{0,8}"


class RowNumber:
    """A positive number that fits the database's integers."""

    regex = "[1-9][0-9]{0,17}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class SmallNumber(RowNumber):
    regex = "[1-9][0-9]{0,8}"


register_converter(ProjectKey, "project")
register_converter(StoryKey, "story")
register_converter(RowNumber, "row")
register_converter(SmallNumber, "number")
