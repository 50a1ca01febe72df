"""A person is the same object everywhere in the API: who they are by id, and their name."""

import re

import orjson
import pytest
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from teams.api import PersonShape
from teams.models import User
from tests.api.test_every_route import ROUTES, address_of
from web.api.docs import description
from web.api.inputs import Input
from web.api.shape import Shape

# A day that something is due by, a discipline that looks after something, and whether an alert or
# the customer noticed something first name nobody.
PEOPLE = re.compile(
    r"(?!answer_by|kept_by|noticed_by)(owner|author|user|actor|person|assignee|coworkers|\w+_by)\Z"
)
PERSON = "#/components/schemas/Person"


def subclasses(kind):
    for each in kind.__subclasses__():
        yield each
        yield from subclasses(each)


SHAPES = sorted(
    {each for each in subclasses(Shape) if not each.__module__.startswith("tests.")},
    key=lambda each: each.__name__,
)
BODIES = {each.__name__ for each in subclasses(Input)}


def links_to_people(shape):
    """The fields of a shape whose source is a key of a user, by whatever name."""
    for name, field in shape._declared_fields.items():
        source = (field.source or name).split(".")[0].removesuffix("_id")
        try:
            column = shape.model._meta.get_field(source)
        except FieldDoesNotExist:
            continue
        if isinstance(column, models.ForeignKey) and column.related_model is User:
            yield name, field


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_a_shape_says_who_by_id_and_name(shape):
    if not hasattr(shape, "model"):
        return  # a part of a shape, of a row that its whole names
    bare = [name for name, field in links_to_people(shape) if type(field) is not PersonShape]

    assert bare == []


def test_the_description_names_people_by_one_component(db):
    schemas = orjson.loads(description())["components"]["schemas"]
    wrong: list[tuple[str, str]] = []
    right: list[tuple[str, str]] = []
    for schema, told in schemas.items():
        if schema in BODIES or schema.startswith(("EventDetails.", "Event.")):
            continue  # writes take ids; events say what their catalogue says
        for name, field in told.get("properties", {}).items():
            if PEOPLE.match(name) and field.get("format") != "uri":
                (right if PERSON in str(field) else wrong).append((schema, name))
    assert wrong == []
    assert len(right) >= 12
    assert set(schemas["Person"]["properties"]) == {"id", "name"}


def people_in(content, path=""):
    if isinstance(content, list):
        for each in content:
            yield from people_in(each, path)
    elif isinstance(content, dict):
        for name, value in content.items():
            if PEOPLE.match(name) and path != "details" and not str(value).startswith("http"):
                yield name, value
            yield from people_in(value, name)


def test_every_answer_tells_people_so(api, rows, alice):
    client = api(alice)
    for route in ROUTES:
        answer = client.get(address_of(ROUTES[route], rows)) if route.startswith("GET ") else None
        if answer is None or answer.status_code != 200:
            continue
        told = answer.json() if "json" in answer["Content-Type"] else {}
        for name, value in people_in(told):
            for each in value if isinstance(value, list) else [value]:
                assert each is None or set(each) == {"id", "name"}, (route, name)
