"""What a team has beside stories and sprints, a row of each kind, said through the verbs."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from benchmarks.invented.bulk import Made

if TYPE_CHECKING:
    from projects.models.project import Project
    from sprints.models.sprint import Sprint
    from teams.models.user import User

DAY = timedelta(days=1)
PERIOD = 14 * DAY


def tell(made: Made, now: datetime) -> None:
    """Let the team's first project have all of it, before it is brought into its state."""
    from base import clock

    with clock.at(now - 20 * DAY):
        _key(made)
        _absence(made, now)
        project = made.projects[0]
        state, project.state = project.state, "active"
        project.save(update_fields=["state"])
        _plan(made, project, now)
        _rhythm(made, project, made.sprints[0])
        if made.odd.nouns == "many":
            _many(made, project, made.sprints[0])
        _outcome(made, project, now)
        project.enter(state, by=made.lead)


def _key(made: Made) -> None:
    """Give the lead's integrations a key, and the guest's one that was taken back."""
    from accounts.models import ApiToken

    ApiToken.issue(made.lead, name="CI")
    assert made.guest is not None, "written with the team"
    ApiToken.issue(made.guest, name="Reporting")[0].revoke()


def _absence(made: Made, now: datetime) -> None:
    from pulse.models import Wave

    day = (now + DAY).date()
    made.team.note_absence(made.lead, first_day=day, last_day=day, by=made.lead)
    wave = Wave.open_due(made.team)
    assert wave is not None, "no round was asked before"
    for person in made.people:
        wave.answer({item.key: 5 for item in wave.items}, by=person)


def _plan(made: Made, project: Project, now: datetime) -> None:
    from projects.models import Charter, Hypothesis, Release, Theme, UseCase

    today, lead = now.date(), made.lead
    theme = Theme.chart(project, title="Ingest", by=lead)
    UseCase.distil(project, title="See it coming", by=lead)
    Release.announce(project, title="To all", by=lead)
    Charter.write(
        project,
        end_point="In production",
        success="It is used",
        by=lead,
        starts_on=today - timedelta(days=60),
        ends_on=today + timedelta(days=60),
    ).sign(by=lead)
    for number in range(2):
        one = Hypothesis.draft(theme, prediction=f"It holds {number}", threshold="9", by=lead)
        one.start(by=lead)
    one.decide("refuted", decision="Stop", evidence="Seen", by=lead)
    for story in project.stories.order_by("pk")[:2]:
        story.comment("Seen it", by=lead)
        story.file_under(theme, by=lead)
        story.describe("What is to be done", by=lead)
        story.describe("What is to be done, and why", by=lead)


def _rhythm(made: Made, project: Project, sprints: list[Sprint]) -> None:
    from base import clock
    from sprints.models import Retrospective, Standup

    Standup.start(project, by=made.lead).end(by=made.lead)
    over = []
    for one in sprints:
        if one.closed_at:
            over.append((one, one.closed_at))
    if over:
        last, closed_at = over[-1]
        with clock.at(closed_at):
            held = Retrospective.hold(last, by=made.lead)
            due = (closed_at + PERIOD).date()
            action = held.agree("Try it", owner=made.lead, due=due, by=made.lead)
            held.agree("And this", owner=made.lead, due=due, by=made.lead)
            action.close(by=made.lead, evidence="It is so")


def _many(made: Made, project: Project, sprints: list[Sprint]) -> None:
    """As much of each as the signals ask for that a row of it isn't enough for."""
    from projects.models import Hypothesis, Theme

    lead = made.lead
    themes = []
    for title in ("Store", "Serve"):
        themes.append(Theme.chart(project, title=title, by=lead))
    for place, story in enumerate(project.stories.order_by("pk")):
        story.file_under(themes[place % 2], by=lead)
    for number in range(12):
        one = Hypothesis.draft(themes[0], prediction=f"So be it {number}", threshold="1", by=lead)
        one.start(by=lead)
    over = [sprint for sprint in sprints if sprint.closed_at]
    for sprint in over[-6:-1]:
        _agree(sprint, lead)
    for sprint in over[-4:]:
        _stand_up(project, sprint, lead)


def _agree(sprint: Sprint, lead: User) -> None:
    from base import clock
    from sprints.models import Retrospective

    assert sprint.closed_at is not None, "asked of closed ones"
    due = (sprint.closed_at + PERIOD).date()
    with clock.at(sprint.closed_at):
        held = Retrospective.hold(sprint, by=lead)
        agreed = []
        for n in range(2):
            agreed.append(held.agree(f"Try {n}", owner=lead, due=due, by=lead))
    with clock.at(sprint.closed_at + 3 * DAY):
        agreed[0].close(by=lead, evidence="It is so")


def _stand_up(project: Project, sprint: Sprint, lead: User) -> None:
    from base import clock
    from sprints.models import Standup

    assert sprint.kicked_off_at is not None, "asked of closed ones"
    assert sprint.closed_at is not None, "asked of closed ones"
    for day in range((sprint.closed_at.date() - sprint.starts_on).days):
        morning = sprint.kicked_off_at + day * DAY + timedelta(hours=1)
        if morning.isoweekday() <= 5:
            with clock.at(morning):
                held = Standup.start(project, by=lead)
            with clock.at(morning + timedelta(minutes=12)):
                held.end(by=lead)


def _outcome(made: Made, project: Project, now: datetime) -> None:
    from metrics.models import SuccessMetric
    from value.models import Appraisal

    today = now.date()
    for kind in ("goodwill", "viable_implementation"):
        metric = SuccessMetric.define(
            project,
            kind=kind,
            name=kind,
            unit="x",
            baseline=1,
            target=2,
            due=today + timedelta(days=30),
            by=made.lead,
        )
        day = today - timedelta(days=30)
        metric.observe(value=1.5, observed_on=day, by=made.lead)
    Appraisal.of(
        metric,
        by=made.lead,
        appraised_on=day,
        value_low=1,
        value_high=2,
        run_cost_low=0,
        run_cost_high=1,
        build_cost_low=0,
        build_cost_high=1,
    )
