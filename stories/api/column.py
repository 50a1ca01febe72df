from rest_framework import serializers

from projects.api.base import OfProjectResource
from projects.api.plan import Place
from stories.models import Category, Column
from web.api.inputs import Input, Text, Whole
from web.api.pagination import Order
from web.api.query import ListQuery
from web.api.resources import Created
from web.api.shape import Shape
from web.api.verbs import verb


class ColumnShape(Shape):
    """A stage that stories pass through; its category says what standing in it means."""

    model = Column
    id = serializers.IntegerField()
    name = serializers.CharField()
    category = serializers.ChoiceField(Category.choices)
    wip_limit = serializers.IntegerField(allow_null=True)
    position = serializers.IntegerField()


class ColumnQuery(ListQuery):
    orders = {"position": Order("position"), "id": Order("pk")}

    category = serializers.ChoiceField(Category.choices)


class ColumnSettings(Input):
    name = Text(max_length=40)
    wip_limit = Whole(min_value=1, max_value=1000, allow_null=True, default=None)


class ColumnInput(ColumnSettings):
    category = serializers.ChoiceField(Category.choices)


class ColumnResource(Created, OfProjectResource):
    """Columns of the project's board, from left to right."""

    shape = ColumnShape
    query = ColumnQuery
    takes = ColumnInput

    def make(self, given, by):
        """Add a column to the board."""
        return Column.add(self.project, **given, by=by)

    @verb("settings", takes=ColumnSettings)
    def set_up(self, column, given, by):
        """Rename the column or change how many stories may stand in it."""
        column.set_up(**given, by=by)

    @verb(takes=Place)
    def rankings(self, column, given, by):
        """Give the column another place on the board."""
        column.place_at(given["position"], by=by)

    @verb(ends=True)
    def removal(self, column, given, by):
        """Take an empty column off the board."""
        column.remove(by=by)
