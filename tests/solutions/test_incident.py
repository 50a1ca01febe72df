"""What people do with an incident: told, described, over, of one deployment; and mended."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from base import clock
from history.models import Event, OldText
from solutions.models import Deployment, Incident, Solution
from solutions.refusals import (
    DeployedBeforeProven,
    DeploymentOfOtherSolution,
    DeploymentReportedOtherwise,
    FixOfOtherSolution,
    IncidentBeforeDeployment,
    IncidentInTheFuture,
    IncidentOfNothing,
    IncidentTimesReversed,
    IncidentUnfit,
    StoryOfAnotherProject,
)
from stories.models import Story
from teams.refusals import NotInTheTeam, RoleTooLow

TOLD: dict[str, Any] = {"kind": "drift", "severity": 2, "happened": "Heights are ten metres off."}


def lines(verb):
    return Event.objects.filter(verb=verb).order_by("pk")


@pytest.fixture
def incident(proven, live, bob):
    return Incident.report(proven, by=bob, **TOLD)


def again(row):
    """As it is read by somebody else."""
    return type(row).objects.select_related("project__team", "solution").get(pk=row.pk)


# --- Told -----------------------------------------------------------------------------------------
def test_it_is_of_what_was_live_when_it_began(proven, live, incident):
    [line] = lines("incident_reported")
    assert (line.details["deployment"], line.details["solution"]) == (live.pk, proven.pk)
    assert line.details["restored_at"] is None
    assert line.is_internal
    assert incident.deployment == live
    assert incident.is_open
    assert str(incident) == "Drift: Heights are ten metres off."


def test_of_two_versions_it_is_of_the_one_of_that_time(proven, live, alice, bob):
    began = clock.now()
    with clock.at(clock.now() + timedelta(hours=1)):
        later = Deployment.plan(proven, version="1.1", by=alice)
        later.start(by=alice)
        later.go_live(by=alice)
    with clock.at(clock.now() + timedelta(hours=2)):
        assert Incident.report(proven, began_at=began, by=bob, **TOLD).deployment == live
        assert Incident.report(proven, by=bob, **TOLD).deployment == later


def test_where_nothing_was_live_it_says_of_which_it_is(proven, live, alice, bob):
    live.roll_back("It was slow.", by=alice)
    with pytest.raises(IncidentOfNothing) as refused:
        Incident.report(proven, by=bob, **TOLD)
    assert refused.value.field == "deployment"
    assert Incident.report(proven, deployment=live, by=bob, **TOLD).deployment == live


def test_it_does_not_begin_before_its_deployment(proven, live, bob):
    before = clock.now() - timedelta(hours=3)
    with pytest.raises(IncidentBeforeDeployment):
        Incident.report(proven, deployment=live, began_at=before, by=bob, **TOLD)


def test_it_is_of_a_deployment_of_its_own_solution(apollo, proven, live, incident, alice, bob):
    other = Solution.sketch(apollo, name="Orbiter", kind="report", by=alice)
    with pytest.raises(DeploymentOfOtherSolution):
        Incident.report(other, deployment=live, by=bob, **TOLD)
    strange = Deployment.plan(other, version="9", environment="staging", by=alice)
    with pytest.raises(DeploymentOfOtherSolution):
        incident.move_to(strange, by=bob)


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"kind": "sabotage"}, "kind"),
        ({"severity": 0}, "severity"),
        ({"severity": 4}, "severity"),
        ({"noticed_by": "nobody"}, "noticed_by"),
        ({"happened": " "}, "happened"),
        ({"happened": "x" * 2001}, "happened"),
        ({"changed": "x" * 2001}, "changed"),
        ({"began_at": datetime(1, 1, 1, tzinfo=UTC)}, "began_at"),
    ],
)
def test_what_is_told_is_checked(proven, live, bob, told, field):
    with pytest.raises(IncidentUnfit) as refused:
        Incident.report(proven, by=bob, **TOLD | told)
    assert refused.value.field == field
    assert not Incident.objects.exists()


def test_it_begins_before_it_is_noticed_and_over(proven, live, incident, bob):
    earlier = live.live_at
    with pytest.raises(IncidentTimesReversed) as refused:
        Incident.report(proven, noticed_at=earlier, by=bob, **TOLD)
    assert refused.value.field == "noticed_at"
    with pytest.raises(IncidentTimesReversed):
        Incident.report(proven, restored_at=earlier, by=bob, **TOLD)
    with pytest.raises(IncidentTimesReversed):
        incident.restore(at=earlier, by=bob)
    with pytest.raises(IncidentInTheFuture):
        incident.restore(at=clock.now() + timedelta(minutes=6), by=bob)


def test_only_who_works_there_tells_it(proven, incident, gina, charlie):
    for someone, refusal in ((gina, RoleTooLow), (charlie, NotInTheTeam)):
        with pytest.raises(refusal):
            Incident.report(proven, by=someone, **TOLD)
        with pytest.raises(refusal):
            incident.restore(by=someone)


def test_the_database_promises_the_same(incident):
    for wrong in (
        {"happened": ""},
        {"severity": 4},
        {"noticed_at": incident.began_at - timedelta(seconds=1)},
        {"restored_at": incident.began_at - timedelta(seconds=1)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Incident.objects.filter(pk=incident.pk).update(**wrong)


# --- Described, over ------------------------------------------------------------------------------
def test_it_is_described_anew_and_the_old_words_are_kept(incident, bob):
    incident.describe(happened="Radar is blind above water.", severity=1, by=bob)
    incident.describe(severity=1, by=bob)
    [line] = lines("incident_described")
    assert line.details["was"] == {"happened": TOLD["happened"], "severity": 2}
    assert OldText.objects.get(event=line).text == TOLD["happened"]
    incident.describe(changed="We ask the barometer, too.", by=bob)
    assert again(incident).changed == "We ask the barometer, too."


def test_it_is_over_once_and_may_go_on_after_all(incident, bob):
    incident.restore(by=bob)
    first = again(incident).restored_at
    incident.restore(by=bob)
    assert again(incident).restored_at == first
    assert len(lines("incident_restored")) == 1
    incident.restore(at=incident.began_at, by=bob)
    assert again(incident).restored_at == incident.began_at
    incident.reopen(by=bob)
    incident.reopen(by=bob)
    assert len(lines("incident_reopened")) == 1
    assert again(incident).is_open


def test_it_is_of_another_deployment(proven, live, incident, bob):
    other = Deployment.report(
        proven, environment="staging", reference="run-0", state="live", by=bob, at=live.live_at
    )
    incident.move_to(other, by=bob)
    incident.move_to(other, by=bob)
    [line] = lines("incident_moved")
    assert (line.details["was"], line.details["deployment"]) == (live.pk, other.pk)


def test_stories_come_of_it(apollo, elsewhere, incident, alice, bob, charlie):
    story = Story.write(apollo, title="Ask the barometer", kind="story", by=alice)
    for _ in range(2):
        incident.link_story(story, by=bob)
    assert list(incident.stories.all()) == [story]
    for _ in range(2):
        incident.unlink_story(story, by=bob)
    assert (len(lines("incident_story_linked")), len(lines("incident_story_unlinked"))) == (1, 1)
    strange = Story.write(elsewhere, title="Wire it", kind="story", by=charlie)
    with pytest.raises(StoryOfAnotherProject):
        incident.link_story(strange, by=bob)


def test_it_is_the_teams_own_until_it_is_shown(incident, story, gina, charlie, alice, bob):
    seen = Incident.objects.visible_to
    incident.link_story(story, by=bob)
    assert not seen(gina).exists()
    incident.show(by=alice)
    assert seen(gina).exists()
    assert not seen(charlie).exists()
    assert not lines("incident_shown").get().is_internal
    incident.make_internal(by=alice)
    assert not seen(gina).exists()
    assert seen(bob).get().story_links.visible_to(bob).exists()


def test_it_goes_on_when_the_project_is_finished(proven, live, incident, alice, bob):
    proven.project.enter("archived", by=alice)
    incident.restore(by=bob)
    assert not Incident.report(proven, by=bob, **TOLD).is_shared


# --- Mended ---------------------------------------------------------------------------------------
def test_a_fix_of_an_open_incident_meets_no_gate(proven, incident, bob):
    proven.describe(does="Predicts the weather.", by=bob)
    fix = Deployment.plan(proven, version="1.0.1", fixes=incident, by=bob)
    assert lines("deployment_planned").last().details["plan"]["fixes"] == incident.pk
    fix.start(by=bob)
    assert (fix.gate, fix.lacked, fix.waiver) == ("fix", [], "")
    assert list(incident.fixes.all()) == [fix]


def test_once_it_is_over_the_gate_stands(proven, incident, bob):
    proven.describe(does="Predicts the weather.", by=bob)
    fix = Deployment.plan(proven, version="1.0.1", by=bob)
    fix.replan(fixes=incident, by=bob)
    [line] = lines("deployment_replanned")
    assert (line.details["was"], line.details["now"]) == ({"fixes": None}, {"fixes": incident.pk})
    incident.restore(by=bob)
    with pytest.raises(DeployedBeforeProven):
        fix.start(by=bob)


def test_a_fix_mends_an_incident_of_its_own_solution(apollo, incident, alice):
    other = Solution.sketch(apollo, name="Orbiter", kind="report", by=alice)
    with pytest.raises(FixOfOtherSolution):
        Deployment.plan(other, version="1.0", fixes=incident, by=alice)


def test_a_reported_fix_is_one_as_of_its_own_moment(proven, incident, bob):
    proven.describe(does="Predicts the weather.", by=bob)
    moment = clock.now()
    incident.restore(by=bob)
    said = {"environment": "production", "reference": "run-9", "by": bob, "fixes": incident}
    row = Deployment.report(proven, state="live", at=moment, **said)
    assert row.gate == "fix"
    assert not Deployment.objects.unexplained().exists()
    late = Deployment.report(proven, state="live", **said | {"reference": "run-10"})
    assert late.gate == "not_passed"
    other = Incident.report(proven, by=bob, **TOLD)
    with pytest.raises(DeploymentReportedOtherwise):
        Deployment.report(proven, state="live", **said | {"fixes": other})
