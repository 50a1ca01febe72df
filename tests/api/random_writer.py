"""Writes of every verb, one after the other, with whatever the project has at that moment."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from rest_framework import serializers

from briefs.models import KeptBrief
from metrics.models import SuccessMetric
from projects.models import (
    Charter,
    Decision,
    Hypothesis,
    Question,
    Release,
    ShelfItem,
    Theme,
    UseCase,
)
from solutions.models import Deployment, FitReview, Incident, Solution, Trial
from sprints.models import Action, Retrospective, Sprint, Standup
from stories.api.inputs import Neighbour
from stories.models import Column, Comment, Story
from tests.api.routes import WRITES
from tests.api.test_every_route import ROUTES
from value.models import CheckIn, Economics
from walls.models import Note, NoteArrow, NoteGroup, Wall
from web.api import inputs

# What would end the play, or writes nothing of a project: others' accounts, keys, reports.
LEFT_OUT = (
    "POST api-me",
    "DELETE token",
    "POST token",
    "POST team-report",
    "POST report",
    "POST old-text",
    "POST project-list",
)
OFTEN = ("story-bulk", "story-rankings", "story-dependencies", "sprint-kickoff", "sprint-closing")
MODELS = {
    "story": Story,
    "comment": Comment,
    "column": Column,
    "theme": Theme,
    "use-case": UseCase,
    "hypothesis": Hypothesis,
    "release": Release,
    "sprint": Sprint,
    "standup": Standup,
    "retrospective": Retrospective,
    "action": Action,
    "charter": Charter,
    "signature": Charter,
    "success-metric": SuccessMetric,
    "observation": SuccessMetric,
    "appraisal": SuccessMetric,
    "check-in": CheckIn,
    "question": Question,
    "own": Question,
    "round": Question,
    "note": Question,
    "decision": Decision,
    "kept-brief": KeptBrief,
    "shelf-item": ShelfItem,
    "solution": Solution,
    "economics": Economics,
    "trial": Trial,
    "deployment": Deployment,
    "incident": Incident,
    "fit": FitReview,
    "wall": Wall,
    "wall-own": Wall,
    "wall-note": Note,
    "wall-group": NoteGroup,
    "wall-arrow": NoteArrow,
}
WORDS = ("Data", "Größe", "模型", "منصة", "a\nb", "👩🏽‍🔬", "x" * 200)


class RandomWriter:
    """Knows the addresses from the router, and from each body's class what fits in it."""

    def __init__(self, client, project, random):
        self.client, self.project, self.random = client, project, random
        self.routes = [route for route in WRITES if not route.startswith(LEFT_OUT)]
        often = len(self.routes) // 20  # as often, however many rooms there are
        self.weights = [often if route.endswith(OFTEN) else 1 for route in self.routes]
        self.answers = {}  # statuses by route

    def write(self):
        """Do one thing; what isn't allowed at the moment is refused, as it is to people."""
        [route] = self.random.choices(self.routes, self.weights)
        if route.endswith("sprint-kickoff"):
            self.plan_ahead()
        path = self.address_of(route)
        if path is None:
            return
        if route.endswith("sprint-kickoff"):
            self.get_ready(path)
        method, _, _ = route.partition(" ")
        body = self.body_of(route)
        if method == "DELETE":
            answer = self.client.delete(path)
        elif method == "PATCH":
            answer = self.client.patch(path, body, if_match="*")
        else:
            answer = self.client.post(path, body, if_match="*")
        assert answer.status_code < 500, (route, body, answer.content)
        self.answers.setdefault(route, []).append(answer.status_code)
        closing = ("project-states", "PATCH project-detail")
        if route.endswith(closing) and answer.status_code == 200:
            self.client.post(f"projects/{self.project.key}/states/", {"to": "active"})

    def plan_ahead(self):
        """Plan the next sprint where there is none, as a team does before its kickoff."""
        sprints = self.project.sprints.order_by("-ends_on")
        if not sprints.filter(state="planned").exists():
            last = sprints.first()
            day = last.ends_on + timedelta(days=1) if last else timezone.localdate()
            there = f"projects/{self.project.key}/sprints/"
            self.client.post(there, {"starts_on": str(day)})

    def get_ready(self, path):
        """Give the sprint a story and each of them an owner, as a team does before its kickoff."""
        sprint = self.project.sprints.get(number=path.split("/")[3])
        open_ones = list(self.project.stories.open().filter(sprint=None)[:1])
        if sprint.is_planned:
            for story in open_ones:
                self.client.post(f"stories/{story.key}/plans/", {"sprint": sprint.number})
        for story in sprint.stories.open().filter(owner=None):
            someone = self.project.team.memberships.current().working().first()
            self.client.post(f"stories/{story.key}/assignments/", {"to": someone.user_id})

    def address_of(self, route):
        """Return an address of the route with names of rows that are there; None without any."""
        pattern = ROUTES[route]
        noun = max((noun for noun in MODELS if pattern.name.startswith(noun)), key=len, default="")
        row = self.one_of(MODELS[noun]) if noun else self.project
        if route.endswith("sprint-closing"):
            row = self.project.sprints.active().first() or row
        elif route.endswith("sprint-kickoff"):
            row = self.project.sprints.filter(state="planned").first() or row
        kwargs = {}
        for name in pattern.pattern.regex.groupindex:
            kwargs[name] = self.name_in(name, noun, row)
        if None in kwargs.values():
            return None
        return reverse(pattern.name, kwargs=kwargs).removeprefix("/api/v1/")

    def name_in(self, name, noun, row):
        story = self.one_of(Story)
        team = self.project.team
        if name == "project":
            return self.project.key
        if name in ("team", "slug"):
            return team.slug
        if name in ("key", "needs"):
            named = row if name == "key" else story
            return named and named.key
        if name == "user":
            others = list(team.memberships.current().exclude(user=self.client.token.user))
            return self.random.choice(others).user_id if others else None  # not the lead's own
        if name in ("solution", "wall"):
            return row and getattr(row, f"{name}_id", row.pk)
        if name == "question":
            return row and row.pk
        if name == "story":
            return row.story.key if isinstance(row, Comment) else story and story.key
        if name in ("number", "version"):
            return row and getattr(row, name)
        if name == "sprint":
            return (sprint := self.one_of(Sprint)) and sprint.number
        return row and row.pk

    def one_of(self, model):
        path = "story__project" if model is Comment else "project"
        if model is ShelfItem:
            path = "team__projects"
        if model in (Note, NoteGroup, NoteArrow):
            path = "wall__project"
        if model is Action:
            path = "retrospective__sprint__project"
        rows = list(model.objects.filter(**{path: self.project}).values_list("pk", flat=True))
        if not rows:
            return None
        # The young ones more often: those before them are done.
        place = max(self.random.randrange(len(rows)) for _ in range(2))
        return model.objects.get(pk=sorted(rows)[place])

    def body_of(self, route):
        pattern, (sent, *_) = ROUTES[route], WRITES[route]
        method, _, _ = route.partition(" ")
        resource = pattern.callback.cls
        handler = getattr(resource, pattern.callback.actions[method.lower()])
        takes = getattr(handler, "takes", None) or getattr(resource, "takes", None)
        if method == "PATCH":
            return self.some_of(resource.patch_takes().fields)
        body = dict(sent)
        for name, field in takes().fields.items() if takes else ():
            if name in sent or field.required or self.random.random() < 0.4:
                value = self.value_of(field)
                body |= {} if value is None and not field.allow_null else {name: value}
        return body

    def some_of(self, fields):
        """One field or two: of many together one is sure to be refused, and with it all."""
        names = self.random.sample(list(fields), min(len(fields), self.random.randint(1, 2)))
        values = {name: self.value_of(fields[name]) for name in names}
        return {n: v for n, v in values.items() if v is not None or fields[n].allow_null}

    def value_of(self, field):
        if field.allow_null and self.random.random() < 0.2:
            return None
        for kind, make in VALUES.items():
            if isinstance(field, kind):
                return make(self, field)
        return None

    def draft(self, body):
        draft = {"project": self.project.key, "title": self.random.choice(WORDS)}
        for name, field in body.fields.items():
            if name not in draft and self.random.random() < 0.3:
                draft |= {name: self.value_of(field)} if name != "time_box_days" else {}
        return draft

    def name_for(self, field):
        """Return what one of the rows is called that the field may name."""
        if field.noun == "project":
            return self.project.key
        rows = []
        for scope in (self.project, self.project.team, self.one_of(Wall), self.one_of(FitReview)):
            try:
                rows = list(field.rows(scope))
                break
            except AttributeError:  # of the team's, of a wall's or of a fit's
                continue
        if not rows:
            return None
        row = self.random.choice(rows)
        return row.key if isinstance(field, Neighbour) else getattr(row, field.name)

    def number_for(self, field):
        lowest = max(1, field.min_value)
        return self.random.randint(lowest, max(lowest, min(20, field.max_value)))

    def day(self, field):
        return str(timezone.localdate() + timedelta(days=self.random.randint(-40, 40)))

    def amount(self, field):
        return self.random.randint(1, 26) / 2 if field.decimal_places else self.random.randint(1, 9)


# What fits a field; the first of the kinds that it is.
VALUES = {
    serializers.ListSerializer: lambda writer, field: [
        writer.draft(field.child) for _ in range(writer.random.randint(1, 12))
    ],
    serializers.ListField: lambda writer, field: writer.random.sample(["a", "b", "Größe"], 2),
    inputs.RowOf: RandomWriter.name_for,
    serializers.ChoiceField: lambda writer, field: writer.random.choice(list(field.choices)),
    inputs.Day: RandomWriter.day,
    inputs.Yes: lambda writer, field: writer.random.random() < 0.5,
    inputs.Text: lambda writer, field: writer.random.choice(WORDS)[: field.max_length or 10],
    serializers.DecimalField: RandomWriter.amount,
    serializers.IntegerField: RandomWriter.number_for,
    serializers.FloatField: lambda writer, field: round(writer.random.uniform(0, 100), 2),
}
