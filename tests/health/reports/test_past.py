"""A report that is made again speaks of what was true when it was made, whatever came after."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import transaction

from base import clock
from health.reports.building import build_report, recompute
from integrations.imports.jira.event_writer import EventWriter
from integrations.imports.jira.people import People
from integrations.imports.jira.person import Account, Mapping, Seen
from projects.models import Hypothesis, Project
from pulse.models import Wave
from sprints.models import Retrospective, Sprint, Standup
from tests.present import present
from tests.told.chronicle import Chronicle, kept
from tests.told.year import tell


def meet(chronicle):
    """Stand-ups, a retrospective with actions and a hypothesis, in the last two sprints."""
    for day in range(56, 108):
        with chronicle.at(day):
            Standup.start(chronicle.project, by=chronicle.lead)
        with chronicle.at(day, minutes=12):
            chronicle.project.standups.get(day=chronicle.moment(day).date()).end(by=chronicle.lead)
    with chronicle.at(97):
        chronicle.retro = Retrospective.hold(chronicle.sprints[6], by=chronicle.lead)
        chronicle.agreed = [
            chronicle.retro.agree(
                f"Do {number}",
                owner=chronicle.lead,
                due=chronicle.moment(111).date(),
                by=chronicle.lead,
            )
            for number in range(13)
        ]
    for number, action in enumerate(chronicle.agreed[:6]):
        with chronicle.at(98 + number / 5):
            action.close(evidence="Seen", by=chronicle.lead)
    theme = chronicle.theme("Guess")
    with chronicle.at(85):
        chronicle.guess = Hypothesis.draft(theme, prediction="P", threshold="1", by=chronicle.lead)
        chronicle.guess.start(by=chronicle.lead)
        chronicle.doubt = Hypothesis.draft(theme, prediction="D", threshold="2", by=chronicle.lead)
        chronicle.doubt.start(by=chronicle.lead)
    return chronicle


@pytest.fixture(scope="module")
def nova(django_db_setup, django_db_blocker):
    yield from kept(django_db_blocker, lambda: meet(tell(Chronicle("Nova", "NO"))))


@pytest.fixture(scope="module")
def report(nova):
    with clock.at(nova.now):
        return build_report(nova.team)


def test_it_reads_the_meetings_from_the_history(report):
    told = {one["key"]: one for one in report.content["signals"]}
    assert told["F1"]["n"] == 40
    assert told["F1"]["figures"]["median_minutes"] == 12
    assert told["E1"]["figures"] == {"done": 6.0, "dropped": 0.0, "open": 7.0, "carried": 0.0}
    assert told["E2"]["n"] == 2


def test_what_is_changed_later_changes_no_report_that_was_made(nova, report):
    now = {"by": nova.lead}
    changes = {
        "working days": lambda: nova.team.set_rhythm(
            size_limit=8, working_days=[1, 2, 3, 6], sprint_days=7, **now
        ),
        "dates": lambda: nova.sprints[7].replan(
            goal="",
            starts_on=nova.sprints[7].starts_on,
            ends_on=nova.sprints[7].ends_on + timedelta(days=9),
            **now,
        ),
        "a stand-up": lambda: Standup.note(nova.project, day=nova.moment(83).date(), **now),
        "an end": lambda: end_standups(nova.project, **now),
        "actions": lambda: (
            nova.agreed[7].close(evidence="Late", **now),
            nova.agreed[8].close(**now),
            nova.agreed[9].carry(nova.moment(150).date(), **now),
            nova.retro.agree("One more", owner=nova.lead, due=nova.moment(160).date(), **now),
        ),
        "another retrospective": lambda: Retrospective.hold(nova.sprints[5], **now),
        "an amendment": lambda: nova.guess.amend("time_box_days", "99", "It takes longer.", **now),
        "a verdict": lambda: nova.guess.decide("refuted", decision="Stop", **now),
        "a withdrawal": lambda: nova.doubt.withdraw("Nobody asks any more.", **now),
        "a discipline": lambda: nova.team.take_in(nova.people["emma"], discipline="science", **now),
        "names": lambda: nova.team.rename("Supernova", **now),
        "a kind": lambda: nova.project.stories.order_by("pk").last().classify("bug", **now),
        "talk": lambda: talk(nova),
        "days away": lambda: nova.team.note_absence(
            nova.people["sven"],
            first_day=nova.moment(99).date(),
            last_day=nova.moment(120).date(),
            **now,
        ),
        "a close and a kickoff": lambda: close_and_kick_off(nova),
        "another project": lambda: Project.start(nova.team, key="NP", name="New", **now),
        "a departure": lambda: nova.team.let_go(nova.people["egon"], **now),
        "an import": lambda: bring_in(nova),
        "a return": lambda: nova.team.take_in(nova.people["egon"], discipline="science", **now),
        "a departure told late": lambda: leave_long_ago(nova),
    }
    for hours, (name, change) in enumerate(changes.items(), start=1):
        with clock.at(nova.now + timedelta(hours=hours)):
            change()
        assert recompute(report) == report.sha256, name
    with clock.at(nova.now + timedelta(days=2)):
        newer = build_report(nova.team)
    assert newer.inputs_sha256 != report.inputs_sha256
    assert recompute(newer) == newer.sha256
    assert recompute(report) == report.sha256


def end_standups(project, **now):
    for standup in Standup.objects.filter(project=project, ended_at=None):
        standup.end(**now)


def talk(nova):
    """Comments, pairings, blocks and dependencies on stories that the report has read."""
    stories = list(nova.project.stories.filter(category="done").order_by("pk"))
    emma, sara = nova.people["emma"], nova.people["sara"]
    for one, other in pairwise(stories[-6:]):
        one.comment("What about this?", by=emma)
        one.comment("That.", by=sara)
        one.depend_on(other, by=nova.lead)
    open_one = nova.project.stories.filter(category="doing").first()
    open_one.pair_with(sara if open_one.owner != sara else emma, by=nova.lead)
    open_one.block("No data", by=nova.lead)
    open_one.file_under(None, by=nova.lead)
    with clock.at(nova.now + timedelta(hours=30)):
        Wave.open_due(nova.team)


def leave_long_ago(nova):
    with clock.at(nova.moment(70)):
        nova.team.let_go(nova.people["sven"], by=nova.lead)


def bring_in(nova):
    """What an import tells of people: seats that began long before the report."""
    ledger = EventWriter(nova.team.pk, nova.project.pk)
    sara, lead, long_ago = nova.people["sara"], nova.lead, nova.start - timedelta(days=40)
    seen = [
        Seen(Account(name, name, email, False, is_active), first, nova.moment(60))
        for name, email, is_active, first in (
            ("Sara", sara.email, True, long_ago),
            ("Lead", lead.email, True, long_ago),
            ("Nina", "nina@example.org", True, nova.start),
            ("Otto", "otto@example.org", False, nova.start),
        )
    ]
    with transaction.atomic():
        People(nova.project, Mapping(None), ledger, "jira:x").take_in(seen)
        ledger.write()


def close_and_kick_off(nova):
    nova.sprints[7].close(by=nova.lead)
    following = Sprint.plan(
        nova.project, starts_on=nova.sprints[7].ends_on + timedelta(days=20), by=nova.lead
    )
    story = nova.write(nova.now.toordinal() - nova.start.toordinal(), "sara")
    story.plan_into(following, by=nova.lead)
    following.kick_off(by=nova.lead)


@pytest.mark.django_db
def test_a_word_about_a_report_makes_no_new_one(team, alice):
    report = build_report(team)
    present(report.readings.first()).contest("Odd", by=alice)
    assert build_report(team) == report


@pytest.mark.django_db
def test_a_hypothesis_is_a_finding_from_three_days_past_its_box_on(team, theme, alice):
    one = Hypothesis.draft(theme, prediction="It floats", threshold="1", by=alice)
    one.start(by=alice)
    found = {}
    for days in (2, 3):
        with clock.at(present(one.stated_at) + timedelta(days=14 + days)):
            report = build_report(team)
        found[days] = [each.sentence for each in report.findings.filter(cause="late")]
    assert found[2] == []
    assert found[3] == [
        "1 hypothesis is three days or more past the end of the time box, without a verdict."
    ]
    one.amend("time_box_days", "60", "It takes longer.", by=alice)
    with clock.at(present(one.stated_at) + timedelta(days=20)):
        assert not build_report(team).findings.filter(cause="late").exists()
