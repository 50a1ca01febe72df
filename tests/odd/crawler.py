"""Visits every page kind and every read of the API over the rows that there happen to be."""

import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from unittest.mock import patch

from django.db import connection, transaction
from django.test import Client, override_settings
from django.urls import reverse

from accounts.models import ApiToken
from briefs.models import KeptBrief
from files.models import Attachment
from forecasts.models import Forecast
from health.models import HealthReport
from history.models import OldText
from jobs.models import Job
from metrics.models import SuccessMetric
from notifications.digest import unsubscribe as leaving
from projects.models import (
    Charter,
    Decision,
    Hypothesis,
    Project,
    Question,
    Release,
    Theme,
    UseCase,
)
from solutions.models import Deployment, FitReview, FitSignature, Incident, Solution, Trial
from sprints.models import Action, Retrospective, Sprint, Standup
from stories.models import Comment, Story
from teams.models import Team
from tests.api.routes import PATTERNS
from tests.web.addresses import PAGES
from value.models import CheckIn
from walls.models import Wall

NOT_VISITED = {"sign_out"}  # it ends the visit
OF_THE_PERSON = {"sign_in", "me", "change_password", "new_project"}  # say nothing of a team's rows
READS = {
    pattern.name: pattern
    for pattern in PATTERNS
    if "get" in getattr(getattr(pattern, "callback", None), "actions", {})
}
POSTED: set[str] = set()  # what is only posted says so once
NUMBERLESS = re.compile(r"\b(nan|inf|infinity)\b", re.IGNORECASE)
ROUTE_OF = {  # the first words of an address whose rows are known by their number alone
    "actions": Action,
    "charters": Charter,
    "decisions": Decision,
    "kept-briefs": KeptBrief,
    "hypotheses": Hypothesis,
    "releases": Release,
    "standups": Standup,
    "success-metrics": SuccessMetric,
    "themes": Theme,
    "use-cases": UseCase,
    "questions": Question,
    "retrospectives": Retrospective,
    "forecasts": Forecast,
    "solutions": Solution,
    "trials": Trial,
    "deployments": Deployment,
    "incidents": Incident,
    "check-ins": CheckIn,
    "walls": Wall,
    "files": Attachment,
}
QUERIES = {  # what such a page shows when it is asked for more
    "board": "lanes=owner",
    "backlog": "show=all",
    "forecast": "top=3&scope=2&away=1",
    "sprint": "by=stories",
    "search": "q=story",
    "api-search": "q=story",
    "health": "computing",
    "activity": "before=9",
    "decisions": "q=which&state=open",
    "shelf": "q=odd&kind=platform",
    "hypotheses": "q=odd",
    "ledger": "page=2",
    "health_as_of": "day=2024-02-29",
}


def ends(rows):
    """The first and the last: edges lie there."""
    rows = list(rows)
    return rows if len(rows) <= 2 else [rows[0], rows[-1]]


def last(rows):
    return list(rows)[-1:]


@contextmanager
def bare():
    """Render as a server does: without a copy of each template's context for a test to look at.

    And a session is read from the cookie: that asks for nothing. Whose it is, is asked as ever.
    """
    with (
        patch("django.test.client.store_rendered_templates", lambda *told, **more: None),
        override_settings(SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies"),
    ):
        yield


@contextmanager
def limited():
    """Let a statement that takes for ever be named, instead of a hang."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '20s'")
        yield
        cursor.execute("SET LOCAL statement_timeout = 0")


@dataclass
class Crawl:
    """What one team has, as addresses name it."""

    team: Team
    is_whole: bool = True  # else without what says nothing of the team
    visited: set = field(default_factory=set)
    wrong: list = field(default_factory=list)

    def __post_init__(self):
        self._find(ends)

    def _find(self, ends):
        self.projects = ends(Project.objects.filter(team=self.team).order_by("pk"))
        mine = {"project__team": self.team}
        sprints = Sprint.objects.filter(**mine).select_related("project")
        self.sprints = ends(sprints.order_by("project", "number"))
        by_stage = {
            (one.category, one.blocked_at is None): one
            for one in Story.objects.filter(**mine).select_related("project").order_by("-pk")
        }
        self.stories = ends(by_stage.values())
        self.comments = list(
            islice(
                Comment.objects.filter(story__project__team=self.team).select_related(
                    "story__project"
                ),
                1,
            )
        )
        texts = OldText.objects.filter(event__team=self.team).select_related("event")
        self.old_texts = ends(texts)
        self.reports = list(HealthReport.objects.of(self.team)[:2])
        self.rows = {
            word: last(model._default_manager.filter(**mine).order_by("pk"))
            for word, model in ROUTE_OF.items()
        }
        was_live = Deployment.objects.in_production().filter(**mine).exclude(live_at=None)
        self.rows["deployments"] += last(was_live.order_by("pk"))
        self.rows["shelf"] = last(self.team.shelf.standing().order_by("pk"))
        self.rows["columns"] = [one for each in self.projects for one in last(each.columns.all())]

    def visit(self, user):
        """Ask for everything, as this person; whoever looks on sees the same rows, so fewer do."""
        self.is_guest = not user.memberships.working().filter(team=self.team).exists()
        self._find(last if self.is_guest else ends)
        with bare(), limited():
            client = Client()
            client.force_login(user)
            self._visit(client, user)

    def _visit(self, client, user):
        left_out = NOT_VISITED if self.is_whole else NOT_VISITED | OF_THE_PERSON
        for name, pattern in PAGES.items():
            if name not in left_out:
                for words in self.words_of(name, str(pattern.pattern), pattern, user):
                    address = reverse(name, kwargs=words)
                    self._ask(client, name, address)
                    if name in QUERIES and not self.is_guest:
                        self._ask(client, name, f"{address}?{QUERIES[name]}")
        if len(self.reports) == 2:
            then, now = sorted(one.pk for one in self.reports)
            for name in ("health_comparison", "team-report-comparison"):
                address = reverse(name, args=[self.team.slug])
                seen_as = name if name in PAGES else f"GET {name}"
                self._ask(client, seen_as, f"{address}?then={then}&now={now}")
        self._read(client, user)

    def _read(self, client, user):
        for name, pattern in READS.items():
            for words in self.words_of_read(name, pattern, user):
                address = reverse(name, kwargs=words)
                asked = f"?{QUERIES[name]}" if name in QUERIES else ""
                self._ask(client, f"GET {name}", address + asked)

    def _ask(self, client, name, address):
        if name in POSTED:
            return
        try:
            with transaction.atomic():
                answer = client.get(address, headers={"accept": "*/*"})
                transaction.set_rollback(True)
        except Exception as error:
            self.wrong.append(f"{address}: {type(error).__name__}: {error}"[:300])
            return
        if answer.status_code == 405:
            POSTED.add(name)
        if answer.status_code >= 500:
            self.wrong.append(f"{address}: {answer.status_code}")
        if answer.status_code == 200:
            self.visited.add(name)
            if answer.streaming or answer["Content-Type"] == "application/pdf":
                return  # a file, as it is: its bytes are no words
            found = NUMBERLESS.search(answer.content.decode(errors="replace"))
            if found:
                self.wrong.append(f"{address} says {found[0]}")

    def words_of(self, name, route, pattern, user):
        """Yield what stands in a page's address, for each of the rows that it could show."""
        words = set(pattern.pattern.converters)
        if not words:
            yield {}
        elif words == {"token"}:
            yield {"token": leaving.address_for(user).rstrip("/").rpartition("/")[2]}
        elif words == {"slug"}:
            yield {"slug": self.team.slug}
        elif "slug" in words:
            for row in self._of_team(route.split("/")[2]):
                yield {"slug": self.team.slug, "pk": row.pk}
        elif "comment" in words:
            yield from ({"key": one.story.key, "comment": one.pk} for one in self.comments)
        elif "number" in words:
            yield from ({"key": one.project.key, "number": one.number} for one in self.sprints)
        elif route.startswith(("events/", "walls/")):
            of = self._of_old_texts if route.startswith("events/") else self._of_walls
            yield from of("pk", words)
        elif "key" in words:
            rows = self.stories if route.startswith("stories/") else self.projects
            yield from ({"key": one.key} for one in rows)
        else:
            yield from self._of_rows(route, words, user)

    def _of_rows(self, route, words, user):
        if words == {"kind", "pk"}:
            yield from ({"kind": one.host_kind, "pk": one.host_id} for one in self.rows["files"])
            return
        if "signature" in words:
            for one in last(FitSignature.objects.filter(review__project__team=self.team)):
                yield {"pk": one.review.solution_id, "signature": one.pk}
            return
        word = route.split("/")[0]  # of a word that isn't known here no page is reached
        rows = user.api_tokens.all() if "tokens" in route else self.rows.get(word, [])
        yield from ({"pk": one.pk} for one in rows)

    def _of_walls(self, name, words):
        for wall in self.rows["walls"]:
            notes = last(wall.notes.order_by("pk")) if words - {"pk"} else [None]
            for note in notes:
                told = {"pk": wall.pk, "note": note and note.pk, "group": note and note.group_id}
                yield {word: told[word] for word in words}

    def _of_team(self, word):
        if word == "health":
            return self.reports
        return last(getattr(self.team, word).order_by("pk"))

    def words_of_read(self, name, pattern, user):
        words = list(pattern.pattern.regex.groupindex)
        noun = name.removesuffix("-detail").removesuffix("-list")
        if not words:
            yield {}
        elif words[0] == "event":
            yield from self._of_old_texts("event", words)
        elif words[0] in ("team", "slug"):
            yield from self._reads_of_team(words, noun)
        elif words[0] == "story" or noun == "story":
            yield from self._reads_of_stories(words)
        elif words[0] in ("project", "key"):
            for project in self.projects:
                yield from self._reads_of_project(project, words, noun)
        else:
            yield from ({"pk": one.pk} for one in self._alone(noun, user))

    def _of_old_texts(self, name, words):
        for one in self.old_texts:
            told = {name: one.event_id, "field": one.field}
            yield {word: told[word] for word in words}

    def _reads_of_team(self, words, noun):
        jobs = Job.objects.of_team(self.team.pk, ["compute_report"])
        rows = {
            "user": (one.user for one in self.team.memberships.all()[:2]),
            "pk": jobs if noun == "job" else self._kept(noun),
        }.get(words[-1])
        if rows is None:
            yield {words[0]: self.team.slug}
        else:
            yield from ({words[0]: self.team.slug, words[-1]: one.pk} for one in rows)

    def _kept(self, noun):
        """What the team has noted of itself: its shelf, or who is away."""
        rows = self.team.shelf if noun == "shelf-item" else self.team.absences
        return rows.all()[:1]

    def _reads_of_stories(self, words):
        if len(words) == 1:
            yield from ({words[0]: one.key} for one in self.stories)
        else:
            yield from ({"story": one.story.key, words[-1]: one.pk} for one in self.comments)

    def _reads_of_project(self, project, words, noun):
        if len(words) == 1:
            yield {words[0]: project.key}
            return
        if "wall" in words:
            yield from self._reads_of_walls(project, words, noun)
            return
        if noun.startswith("fit"):
            yield from self._reads_of_fits(project, words)
            return
        live = noun.removesuffix("-drama")
        if live in ("deployment", "incident", "file-of-incident"):
            yield from self._reads_of_live(project, words, live)
            return
        if "economics" in noun:
            worth = last(project.economics.order_by("pk"))
            yield from ({"project": project.key, "solution": one.solution_id} for one in worth)
            return
        if noun == "trial" or ("solution" in words and len(words) > 2):
            yield from self._reads_of_trials(project, words)
            return
        rows = {
            "number": (one.number for one in self._in(project, self.sprints)),
            "sprint": (one.number for one in self._in(project, self.sprints)),
            "version": (one.version for one in self._in(project, self.rows["charters"])),
            "metric": (one.pk for one in self._in(project, self.rows["success-metrics"])),
            "question": (one.pk for one in project.questions.order_by("pk")[:2]),
        }.get(words[-1])
        if noun in ("round", "note") and len(words) == 3:
            yield from self._reads_of_questions(project, words)
            return
        if rows is None:
            rows = (one.pk for one in last(self._nouns(project, noun).order_by("pk")))
        yield from ({words[0]: project.key, words[-1]: value} for value in rows)

    def _reads_of_trials(self, project, words):
        for trial in self._in(project, self.rows["trials"]):
            whole = {"project": project.key, "solution": trial.solution_id, "trial": trial.pk}
            row = trial.observations.last() if "trial" in words else trial
            if row or "pk" not in words:
                yield {word: whole.get(word, row and row.pk) for word in words}

    def _reads_of_live(self, project, words, noun):
        for one in self._in(project, self.rows[f"{noun.removeprefix('file-of-')}s"]):
            whole = {"project": project.key, "solution": one.solution_id}
            yield {word: whole.get(word, one.pk) for word in words}

    def _reads_of_walls(self, project, words, noun):
        for wall in self._in(project, self.rows["walls"]):
            whole = {"project": project.key, "wall": wall.pk}
            rows = (
                last(getattr(wall, f"{noun.removeprefix('wall-')}s").order_by("pk"))
                if "pk" in words
                else [wall]
            )
            for one in rows:
                yield {word: whole.get(word, one.pk) for word in words}

    def _reads_of_fits(self, project, words):
        """Rounds by their number, signatures by their id."""
        told = {"project": project.key}
        if "pk" in words:
            for one in last(FitSignature.objects.filter(review__project=project)):
                yield told | {"solution": one.review.solution_id, "pk": one.pk}
            return
        for one in last(FitReview.objects.filter(project=project)):
            whole = told | {"solution": one.solution_id, "number": one.number}
            yield {word: whole[word] for word in words}

    def _reads_of_questions(self, project, words):
        """Rounds by their number, notes by their id."""
        for question in project.questions.order_by("pk")[:2]:
            rows = question.rounds.all() if words[-1] == "number" else question.notes.all()
            for one in rows:
                name = one.number if words[-1] == "number" else one.pk
                yield {"project": project.key, "question": question.pk, words[-1]: name}

    @staticmethod
    def _in(project, rows):
        return [one for one in rows if one.project_id == project.pk]

    @staticmethod
    def _nouns(project, noun):
        """The rows of a project that the API calls so: hypotheses, use_cases and the rest."""
        noun = noun.removeprefix("file-of-").removesuffix("-gate").removesuffix("-path")
        noun = noun.removesuffix("-read").removesuffix("-pdf")
        plural = {"hypothesis": "hypotheses"}.get(noun, f"{noun.replace('-', '_')}s")
        return getattr(project, plural)

    def _alone(self, noun, user):
        if noun == "token":
            return ApiToken.objects.of(user)[:1]
        if noun.startswith("attachment"):
            return self.rows["files"]
        return self.reports if noun == "report" else self.team.events.order_by("-pk")[:3]
