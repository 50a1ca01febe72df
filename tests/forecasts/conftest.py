"""A project that finished two or three stories a week for sixteen weeks, told through its verbs."""

import pytest

from base import clock
from facts.models import ProjectFacts
from forecasts.issuing import issue_all
from projects.models import Charter
from sprints.models import Sprint
from tests.told.chronicle import Chronicle, kept

WEEKS = 16


def tell(chronicle, weeks=WEEKS):
    """Tell it; its `now` is a Monday morning, and nothing of that day is finished."""
    chronicle.themes = [chronicle.theme(title) for title in ("Ingest", "Model", "Early")]
    for week in range(weeks):
        for place in range(2 + week % 2):
            theme = chronicle.themes[2] if week < 3 else None
            chronicle.finish(7 * week + 0.2 + place, 1.3, theme=theme)
    now = chronicle.now = 7 * weeks
    for number in range(6):
        chronicle.write(now - 3, theme=chronicle.themes[number % 2])
    with chronicle.at(now - 2.5):
        Charter.write(
            chronicle.project,
            end_point="There",
            success="Yes",
            by=chronicle.lead,
            starts_on=chronicle.start.date(),
            ends_on=chronicle.moment(now + 60).date(),
        )
    ProjectFacts.refresh(chronicle.project.pk)
    return chronicle


def issue_weekly(flow, weeks, faster_from=99):
    """Go on from its now: finish two or three stories a week and issue what is due each time.

    From a week on there may be five more, which no range foresaw.
    """
    for week in range(weeks):
        with flow.at(flow.now + 7 * week):
            for place in range(2 + week % 2 + 5 * (week >= faster_from)):
                flow.finish(flow.now + 7 * week + 0.2 + place, 1.3)
            ProjectFacts.refresh(flow.project.pk)
            issue_all(flow.project)


def plan_sprint(chronicle, stories, *, kick_off=False):
    """Plan a sprint of fourteen days from now on; kick it off if so asked."""
    with chronicle.at(chronicle.now - 0.1):
        sprint = Sprint.plan(
            chronicle.project, starts_on=chronicle.moment(chronicle.now).date(), by=chronicle.lead
        )
        for story in stories:
            story.plan_into(sprint, by=chronicle.lead)
        if kick_off:
            sprint.kick_off(by=chronicle.lead)
    return sprint


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker):
    yield from kept(django_db_blocker, lambda: tell(Chronicle(name="Flow", key="FL")))


@pytest.fixture
def flow(told, db):
    """The told project, at its now."""
    with clock.at(told.moment(told.now)):
        yield told
