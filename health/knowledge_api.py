"""The knowledge map of a project, over the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.decorators import action

from base.roles import Discipline
from health.handoffs.crew import Crew
from health.knowledge.reading import WORDS, Days, KnowledgeMap, seen_with_themes
from projects.models import Theme
from web.api.computed import answer_computed
from web.api.documented import documented
from web.api.query import SlimQuery
from web.api.resources import Resource
from web.api.shape import Shape

if TYPE_CHECKING:
    from health.knowledge.reading import Pairing, Row
    from web.requests import ApiRequest


class KnowledgeQuery(SlimQuery):
    since = serializers.DateField(
        help_text="The first day in which absences are looked at; left out, today."
    )
    until = serializers.DateField(help_text="The last one; left out, two sprints later.")


class CellOfMapShape(serializers.Serializer[Any]):
    """On how many people of a discipline a theme stands."""

    discipline = serializers.ChoiceField(Discipline.choices)
    people = serializers.ChoiceField(WORDS, help_text="Who worked on it and is in the team.")
    there = serializers.ChoiceField(WORDS, help_text="Of these, without who is away in the days.")


class ThemeOfMapShape(serializers.Serializer[Any]):
    """A theme in each discipline of two people or more."""

    theme = serializers.IntegerField()
    title = serializers.CharField()
    state = serializers.ChoiceField(Theme.State.choices)
    cells = CellOfMapShape(many=True)


class WhereToPairShape(serializers.Serializer[Any]):
    """Who might pair on a theme, by discipline."""

    theme = serializers.IntegerField()
    discipline = serializers.ChoiceField(Discipline.choices, help_text="Whose knowledge is thin.")
    beside = serializers.ChoiceField(
        Discipline.choices, allow_blank=True, help_text="Of which the second one is; empty: nobody."
    )
    before = serializers.BooleanField(help_text="Only before the days: then nobody is there.")


class KnowledgeShape(serializers.Serializer[Any]):
    """Themes by disciplines: on how many people each stands. It names nobody."""

    since = serializers.DateField(help_text="Since when work counts: the last six sprints.")
    first_day = serializers.DateField()
    last_day = serializers.DateField()
    somebody_is_away = serializers.BooleanField()
    themes = ThemeOfMapShape(many=True)
    pairings = WhereToPairShape(many=True)


class KnowledgeResource(Resource):
    """Of one project; the team's own."""

    shape = Shape

    @action(detail=False, methods=["get"], url_path="knowledge", url_name="read")
    @documented(
        answers=KnowledgeShape,
        asks=KnowledgeQuery,
        refuses={
            403: "Only its team reads it.",
            409: "The window begins after it ends, or is longer than a year.",
        },
    )
    def read(self, request: ApiRequest, **kwargs: str) -> HttpResponse:
        """Say on how many people each theme stands, today and without those who are away."""
        key = self.kwargs["project"].upper()
        project = get_object_or_404(seen_with_themes(request.user), key=key)
        crew = Crew(project, request.user)
        crew.must_work()

        def content(asked: dict[str, Any]) -> dict[str, Any]:
            days = Days.of(crew, asked.get("since"), asked.get("until"))
            return as_json(KnowledgeMap(crew, project, days))

        return answer_computed(request, KnowledgeShape, content, asks=KnowledgeQuery)


def as_json(of: KnowledgeMap) -> dict[str, Any]:
    return {
        "since": of.crew.team.day_of(of.since),
        "first_day": of.days.first,
        "last_day": of.days.last,
        "somebody_is_away": of.somebody_is_away,
        "themes": [_theme(row) for row in of.rows],
        "pairings": [_pairing(one) for one in of.pairings],
    }


def _theme(row: Row) -> dict[str, Any]:
    cells = []
    for one in row.cells:
        cell = {"discipline": one.discipline, "people": one.word, "there": one.word_there}
        cells.append(cell)
    return {"theme": row.id, "title": row.title, "state": row.state, "cells": cells}


def _pairing(one: Pairing) -> dict[str, Any]:
    return {
        "theme": one.theme.id,
        "discipline": one.discipline,
        "beside": one.beside,
        "before": one.is_before,
    }
