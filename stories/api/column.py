from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rest_framework import serializers

from projects.api.base import OfProjectResource
from projects.api.plan import Place
from stories.models import Category, Column
from web.api.ending import Ended
from web.api.inputs import Input, Text, Whole
from web.api.pagination import Order
from web.api.patching import Patched
from web.api.query import ListQuery
from web.api.resources import Created
from web.api.shape import Shape
from web.api.verbs import verb

if TYPE_CHECKING:
    from teams.models.user import User


class ColumnShape(Shape):
    """A stage that stories pass through; its category says what standing in it means."""

    model = Column
    id = serializers.IntegerField()
    name = serializers.CharField()
    category = serializers.ChoiceField(Category.choices)
    wip_limit = serializers.IntegerField(allow_null=True)
    position = serializers.IntegerField()


class ColumnQuery(ListQuery):
    orders = {"position": Order("position")}

    category = serializers.ChoiceField(Category.choices)


class ColumnSettings(Input):
    name = Text(max_length=40)
    wip_limit = Whole(min_value=1, max_value=1000, allow_null=True, default=None)


class ColumnInput(ColumnSettings):
    category = serializers.ChoiceField(Category.choices)


class ColumnResource(Created, Patched, Ended, OfProjectResource):
    """Columns of the project's board, from left to right."""

    shape = ColumnShape
    query = ColumnQuery
    takes = ColumnInput

    def make(self, given: dict[str, Any], by: User) -> Column:
        """Add a column to the board."""
        return Column.add(self.project, **given, by=by)

    @verb("settings", takes=ColumnSettings, edits={"name": "name", "wip_limit": "wip_limit"})
    def set_up(self, column: Column, given: dict[str, Any], by: User) -> None:
        """Rename the column or change how many stories may stand in it."""
        column.set_up(**given, by=by)

    @verb(takes=Place, edits={"position": "position"})
    def rankings(self, column: Column, given: dict[str, Any], by: User) -> None:
        """Give the column another place on the board."""
        column.place_at(given["position"], by=by)

    def end(self, column: Column, by: User) -> None:
        """Take an empty column off the board."""
        column.remove(by=by)
