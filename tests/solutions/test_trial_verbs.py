"""What people do with a trial: it does it, refuses, repeats safely, records."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from base.roles import Discipline, Role
from history.models import Event, OldText
from projects.refusals import (
    AmendmentUnfit,
    AmendmentWithoutReason,
    ProjectClosed,
    WithdrawnWithoutReason,
)
from solutions.models import Trial, TrialAmendment, TrialGuardrail
from solutions.models.trial_amendment import PARTS
from solutions.refusals import (
    ConfirmedByOther,
    GuardrailAlready,
    GuardrailWithoutLimit,
    NoSuchGuardrail,
    NoTrialVerdict,
    ObservationUnfit,
    ObservedBeforeStart,
    RunByOneDiscipline,
    RunnerFromElsewhere,
    SolutionEnded,
    StoryOfAnotherProject,
    TooManyGuardrails,
    TrialDesignUnfit,
    TrialLocked,
    TrialNotDecided,
    TrialNotDesigned,
    TrialNotRunning,
    TrialNumbersUnfit,
    TrialObservedLater,
    TrialOver,
    TrialVerdictChangedSince,
    TrialWaivedByLeads,
    TrialWaiverWithoutReason,
    VerdictWithoutWords,
)
from stories.models import Story
from teams.refusals import NotInTheTeam, RoleTooLow
from tests.solutions.conftest import MEANS
from tests.world import person

LEARNED = "Radar sees the ground."
WHY = "The boxes came late."


def lines(verb):
    return Event.objects.filter(verb=verb).order_by("pk")


def planned(trial, part):
    return trial.planned([part], trial.amendments.all())[part]


def moved(trial):
    return any(row.changes_outcome for row in trial.amendments.all())


# --- Draft ----------------------------------------------------------------------------------------
def test_a_draft_says_how_it_is_to_be_tried(solution, draft, alice, bob):
    [line] = lines("trial_drafted")
    assert line.details["trial"] == draft.pk
    assert line.details["solution"] == solution.pk
    assert line.details["design"]["threshold"] == 2.0
    assert line.details["runners"] == [alice.pk, bob.pk]
    assert line.is_internal
    assert draft.state == "drafted"
    assert set(draft.runners.all()) == {alice, bob}


def test_a_name_and_a_place_are_enough_to_begin_with(solution, bob):
    trial = Trial.draft(solution, environment="staging", name=" Lab ", by=bob)
    assert (trial.name, str(trial)) == ("Lab", "Staging: Lab")
    assert trial.comparison == "nothing"


def test_an_ab_trial_is_half_and_half_unless_it_says_otherwise(solution, bob):
    trial = Trial.draft(solution, environment="ab", name="All boxes", by=bob)
    assert (trial.comparison, trial.planned_share) == ("random_groups", 50.0)


@pytest.mark.parametrize(
    ("design", "field"),
    [
        ({"name": " "}, "name"),
        ({"environment": "ab", "comparison": "before_after"}, "comparison"),
        ({"comparison": "random_groups", "planned_share": 50.0}, "comparison"),
        ({"planned_share": 50.0}, "planned_share"),
        ({"smallest_effect": -1.0}, "smallest_effect"),
        (
            {"planned_from": date(2031, 12, 2), "planned_until": date(2031, 12, 1)},
            "planned_until",
        ),
    ],
)
def test_what_does_not_go_together_is_refused(solution, bob, design, field):
    given = {"environment": "canary", "name": "Vienna"} | design
    with pytest.raises(TrialDesignUnfit) as refused:
        Trial.draft(solution, by=bob, **given)
    assert refused.value.field == field
    assert not Trial.objects.exists()


def test_only_who_works_there_drafts_and_runs(solution, gina, charlie, bob, root):
    named: dict[str, Any] = {"environment": "pilot", "name": "Vienna"}
    with pytest.raises(RoleTooLow):
        Trial.draft(solution, by=gina, **named)
    with pytest.raises(NotInTheTeam):
        Trial.draft(solution, by=charlie, **named)
    for stranger in (gina, charlie, root):
        with pytest.raises(RunnerFromElsewhere):
            Trial.draft(solution, by=bob, runners=[stranger], **named)


def test_of_what_was_dropped_or_is_closed_nothing_is_tried(solution, draft, alice):
    solution.drop("Radar is blind above water.", by=alice)
    with pytest.raises(SolutionEnded):
        Trial.draft(solution, environment="pilot", name="Vienna", by=alice)
    with pytest.raises(SolutionEnded):
        draft.start(by=alice)
    solution.take_up_again(by=alice)
    solution.project.enter("finished", by=alice)
    with pytest.raises(ProjectClosed):
        draft.start(by=alice)


def test_a_draft_is_redesigned(draft, bob):
    draft.redesign(name="Graz", threshold=3.0, by=bob)
    draft.redesign(name="Graz", by=bob)
    [line] = lines("trial_designed")
    assert line.details["was"] == {"name": "Vienna", "threshold": 2.0}
    assert line.details["now"] == {"name": "Graz", "threshold": 3.0}
    with pytest.raises(ValidationError):
        draft.redesign(population="x" * 1001, by=bob)
    with pytest.raises(TrialDesignUnfit):
        draft.redesign(environment="ab", by=bob)


def test_the_database_promises_the_same(draft):
    for wrong in (
        {"state": "running"},
        {"environment": "ab"},
        {"planned_share": 50.0},
        {"smallest_effect": -1.0},
        {"new_hits": 3, "new_n": 2},
        {"new_se": -1.0},
        {"name": ""},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Trial.objects.filter(pk=draft.pk).update(**wrong)


# --- Guardrails -----------------------------------------------------------------------------------
def test_a_guardrail_has_a_limit_and_stands_once(draft, bob):
    row = draft.guard(" Latency ", " 200 ms ", by=bob)
    assert (row.what, row.limit) == ("Latency", "200 ms")
    assert draft.guard("Latency", "200 ms", by=bob) == row
    assert len(lines("trial_guarded")) == 2
    with pytest.raises(GuardrailAlready):
        draft.guard("Latency", "300 ms", by=bob)
    for what, limit in (("", "none"), ("Cost", " "), ("x" * 161, "none"), ("Cost", "x" * 161)):
        with pytest.raises(GuardrailWithoutLimit):
            draft.guard(what, limit, by=bob)
    draft.unguard(row.pk, by=bob)
    [line] = lines("trial_unguarded")
    assert line.details["limit"] == "200 ms"
    draft.unguard(row.pk, by=bob)
    assert len(lines("trial_unguarded")) == 1


def test_ten_guardrails_are_enough(draft, bob):
    for number in range(9):
        draft.guard(f"Signal {number}", "none", by=bob)
    with pytest.raises(TooManyGuardrails):
        draft.guard("One more", "none", by=bob)


# --- Start: the second gate -----------------------------------------------------------------------
def test_the_start_locks_the_design_and_keeps_the_words(solution, draft, bob):
    draft.start(by=bob)
    draft.start(by=bob)
    [line] = lines("trial_started")
    assert line.details["words_hash"] == solution.words_hash == draft.words_hash
    assert (draft.state, draft.waiver) == ("running", "")
    assert draft.started_at is not None
    with pytest.raises(TrialLocked):
        draft.redesign(name="Graz", by=bob)
    with pytest.raises(TrialLocked):
        draft.guard("Cost", "none", by=bob)
    with pytest.raises(TrialLocked):
        draft.unguard(draft.guardrails.get().pk, by=bob)


def test_a_design_with_gaps_does_not_start(solution, alice, bob):
    bare = Trial.draft(solution, environment="pilot", name="Vienna", runners=[alice, bob], by=bob)
    with pytest.raises(TrialNotDesigned) as refused:
        bare.start(by=bob)
    for word in ("what is measured", "who is compared with whom", "a guardrail", "taken back"):
        assert word in refused.value.sentence
    bare.redesign(environment="staging", by=bob)
    with pytest.raises(TrialNotDesigned) as refused:
        bare.start(by=bob)
    assert "compared" not in refused.value.sentence  # it says nothing of its value


def test_the_gate_names_the_missing_discipline_and_leads_there(draft, alice, bob):
    draft.name_runners([alice], by=alice)
    with pytest.raises(RunByOneDiscipline) as refused:
        draft.start(by=alice)
    assert refused.value.sentence == "Nobody from engineering is among who runs this trial."
    [link] = refused.value.links
    assert link.address == f"/trials/{draft.pk}/runners/"
    draft.name_runners([], by=alice)
    with pytest.raises(RunByOneDiscipline, match="from science and nobody from engineering is"):
        draft.start(by=alice)
    assert draft.sides_missing() == ["science", "engineering"]
    draft.name_runners([alice, bob], by=alice)
    assert draft.sides_missing() == []
    draft.start(by=alice)


def test_who_changed_discipline_or_left_does_not_count(draft, team, alice, bob):
    team.take_in(bob, discipline=Discipline.PRODUCT, by=alice)
    with pytest.raises(RunByOneDiscipline):
        draft.start(by=alice)
    team.let_go(bob, by=alice)
    with pytest.raises(RunByOneDiscipline):
        draft.start(by=alice)
    draft.name_runners([alice], by=alice)  # who left may be left out


def test_a_lead_waives_it_with_a_reason(draft, alice, bob, root):
    draft.name_runners([alice], by=alice)
    for who in (bob, root):
        with pytest.raises(TrialWaivedByLeads):
            draft.start(waiver="Nobody else is here.", by=who)
    for reason in ("x" * 9, "x" * 501):
        with pytest.raises(TrialWaiverWithoutReason):
            draft.start(waiver=reason, by=alice)
    draft.start(waiver=" Nobody else is here. ", by=alice)
    draft.refresh_from_db()
    assert (draft.state, draft.waiver) == ("running", "Nobody else is here.")
    [line] = lines("trial_gate_waived")
    assert line.details["missing"] == ["engineering"]
    assert line.is_internal


def test_a_waiver_that_is_not_needed_is_none(draft, alice):
    draft.start(waiver="Nobody else is here.", by=alice)
    assert draft.waiver == ""
    assert not lines("trial_gate_waived")


def test_of_what_runs_one_of_each_discipline_stays(trial, team, alice, bob):
    with pytest.raises(RunByOneDiscipline):
        trial.name_runners([alice], by=alice)
    dora = person("dora")
    team.take_in(dora, discipline=Discipline.ENGINEERING, by=alice)
    trial.name_runners([alice, dora], by=alice)
    [line] = lines("trial_runners_named")
    assert line.details["now"] == [alice.pk, dora.pk]
    trial.name_runners([dora, alice], by=alice)
    assert len(lines("trial_runners_named")) == 1
    trial.withdraw(WHY, by=alice)
    with pytest.raises(TrialOver):
        trial.name_runners([alice, bob], by=alice)


# --- Amendments -----------------------------------------------------------------------------------
def test_an_amendment_stands_beside_the_locked_words(trial, bob):
    row = trial.amend("planned_until", "2031-12-15", WHY, by=bob)
    assert trial.amend("planned_until", "2031-12-15", WHY, by=bob) == row
    trial.refresh_from_db()
    assert trial.planned_until == date(2031, 12, 1)
    assert planned(trial, "planned_until") == date(2031, 12, 15)
    [line] = lines("trial_amended")
    assert (line.details["part"], line.details["reason"]) == ("planned_until", WHY)
    assert str(row) == "Planned until: 2031-12-15"


@pytest.mark.parametrize(
    ("part", "now", "field"),
    [
        ("environment", "ab", "part"),
        ("nothing", "x", "part"),
        ("planned_until", "soon", "now"),
        ("planned_until", "0001-01-01", "now"),
        ("planned_until", "2031-12-01", "now"),  # it says so already
        ("threshold", "nan", "now"),
        ("threshold", "1e16", "now"),
        ("smallest_effect", "-1", "now"),
        ("planned_n", "0", "now"),
        ("metric", "x" * 241, "now"),
        ("metric", " ", "now"),
        ("guardrails", "x" * 1001, "now"),
    ],
)
def test_an_amendment_has_the_form_of_its_part(trial, bob, part, now, field):
    with pytest.raises(AmendmentUnfit) as refused:
        trial.amend(part, now, WHY, by=bob)
    assert refused.value.field == field


def test_an_amendment_has_a_reason_and_something_that_runs(draft, alice):
    with pytest.raises(TrialNotRunning):
        draft.amend("metric", "Error", WHY, by=alice)
    draft.start(by=alice)
    for reason in ("short", "x" * 501):
        with pytest.raises(AmendmentWithoutReason):
            draft.amend("metric", "Error", reason, by=alice)


def test_every_part_that_can_be_amended_is_read(trial, bob):
    words = {
        "planned_until": "2031-12-20",
        "planned_n": "80",
        "threshold": "2.5",
        "smallest_effect": "0.5",
        "rollback_tried_on": "2026-11-20",
    }
    for part in PARTS:
        trial.amend(part, words.get(part, "Something else"), WHY, by=bob)
    assert planned(trial, "threshold") == 2.5
    assert planned(trial, "planned_n") == 80
    assert not moved(trial)


def test_what_passes_moved_with_results_on_the_table_is_told(trial, bob):
    trial.observe(seen_on=trial.project.team.today, words="It works.", by=bob)
    trial.amend("population", "Fifty boxes", WHY, by=bob)
    assert not moved(trial)
    trial.amend("threshold", "1", WHY, by=bob)
    assert moved(trial)
    assert TrialAmendment.objects.filter(after_results=True).count() == 2


# --- Observations ---------------------------------------------------------------------------------
def test_what_was_seen_is_noted_once(trial, bob):
    today = trial.project.team.today
    row = trial.observe(seen_on=today, words=" It works. ", value=8.5, by=bob)
    assert trial.observe(seen_on=today, words="It works.", value=8.5, by=bob) == row
    [line] = lines("trial_observed")
    assert (line.details["words"], line.details["value"]) == ("It works.", 8.5)
    assert line.is_internal


def test_what_cannot_have_been_seen_is_refused(draft, alice):
    today = draft.project.team.today
    with pytest.raises(ObservedBeforeStart):
        draft.observe(seen_on=today, words="It works.", by=alice)
    draft.start(by=alice)
    for day in (today + timedelta(days=1), today - timedelta(days=1)):
        with pytest.raises(TrialObservedLater):
            draft.observe(seen_on=day, words="It works.", by=alice)
    for words, value in ((" ", None), ("x" * 2001, None), ("It", 1e16), ("It", float("nan"))):
        with pytest.raises(ObservationUnfit):
            draft.observe(seen_on=today, words=words, value=value, by=alice)


def test_observations_go_on_after_the_project_is_finished(trial, alice):
    trial.project.enter("finished", by=alice)
    trial.observe(seen_on=trial.project.team.today, words="It works.", by=alice)
    with pytest.raises(ProjectClosed):
        trial.decide("passed", learned=LEARNED, by=alice)


# --- Verdict --------------------------------------------------------------------------------------
def test_a_verdict_is_a_result_whatever_it_is(trial, alice):
    trial.decide("failed", learned=LEARNED, by=alice, **MEANS)
    trial.decide("failed", learned=LEARNED, by=alice, **MEANS)
    trial.refresh_from_db()
    assert (trial.state, trial.verdict, trial.decided_for) == ("decided", "failed", "science")
    [line] = lines("trial_decided")
    assert line.details["numbers"] == MEANS
    assert not line.is_internal
    with pytest.raises(TrialOver):
        trial.withdraw(WHY, by=alice)
    with pytest.raises(TrialNotRunning):
        trial.amend("metric", "Error", WHY, by=alice)
    with pytest.raises(TrialLocked):
        trial.start(by=alice)


@pytest.mark.parametrize(
    ("numbers", "field"),
    [
        ({"compared_mean": 1.0, "compared_se": 1.0}, "new_n"),
        ({"new_mean": 1.0}, "new_se"),
        ({"new_mean": 1.0, "new_sd": 1.0}, "new_se"),
        ({"new_se": 1.0}, "new_mean"),
        ({"new_mean": 1.0, "new_se": -1.0}, "new_se"),
        ({"new_mean": 1.0, "new_se": 1.0, "new_n": 1}, "new_n"),
        ({"new_hits": 3, "new_n": 4}, "new_hits"),
    ],
)
def test_numbers_that_the_design_does_not_ask_for_are_refused(trial, alice, numbers, field):
    with pytest.raises(TrialNumbersUnfit) as refused:
        trial.decide("passed", learned=LEARNED, by=alice, **numbers)
    assert refused.value.field == field
    trial.refresh_from_db()
    assert trial.state == "running"


def test_a_verdict_has_words_and_one_of_three_names(draft, alice, bob):
    with pytest.raises(TrialNotRunning):
        draft.decide("passed", learned=LEARNED, by=alice)
    draft.start(by=alice)
    with pytest.raises(NoTrialVerdict):
        draft.decide("won", learned=LEARNED, by=alice)
    for words in (" ", "x" * 2001):
        with pytest.raises(VerdictWithoutWords):
            draft.decide("passed", learned=words, by=alice)
    with pytest.raises(TrialNumbersUnfit):
        draft.decide("passed", learned=LEARNED, by=alice, median=3.0)
    with pytest.raises(NoSuchGuardrail):
        draft.decide("failed", learned=LEARNED, stopping_guardrail=2**40, by=alice)


def test_a_verdict_before_the_planned_end_was_read_early(passed):
    assert passed.read_early


def test_a_guardrail_may_stop_it_before_its_time(trial, alice):
    rail = TrialGuardrail.objects.get()
    trial.decide("failed", learned=LEARNED, stopping_guardrail=rail.pk, by=alice)
    assert not trial.read_early
    assert trial.stopping_guardrail == rail


def test_the_amended_end_counts(trial, alice):
    trial.amend("planned_until", trial.project.team.today.isoformat(), WHY, by=alice)
    trial.decide("passed", learned=LEARNED, by=alice)
    assert not trial.read_early


def test_as_many_as_were_planned_are_an_end_too(trial, alice):
    trial.amend("planned_n", "80", WHY, by=alice)
    trial.decide("passed", learned=LEARNED, by=alice, **MEANS)
    assert not trial.read_early


def test_another_verdict_is_told_as_a_change_and_asks_again(passed, alice, bob):
    passed.confirm(by=bob)
    passed.decide("inconclusive", learned="It was the weather.", by=alice, **MEANS)
    [line] = lines("trial_verdict_changed")
    assert (line.details["was"], line.details["verdict"]) == ("passed", "inconclusive")
    assert OldText.objects.get(event=line).text == LEARNED
    assert passed.to_confirm == ["engineering"]


# --- Confirmation ---------------------------------------------------------------------------------
def test_the_discipline_that_did_not_write_it_confirms(passed, alice, bob, root):
    assert passed.to_confirm == ["engineering"]
    for who in (alice, root):
        with pytest.raises(ConfirmedByOther):
            passed.confirm(by=who)
    with pytest.raises(TrialVerdictChangedSince):
        passed.confirm(verdict_hash="0" * 64, by=bob)
    passed.confirm(verdict_hash=passed.verdict_hash, by=bob)
    passed.confirm(by=bob)
    [line] = lines("trial_confirmed")
    assert line.details["side"] == "engineering"
    assert passed.to_confirm == []


def test_what_neither_wrote_both_confirm(trial, team, alice, bob):
    pia = person("pia")
    team.take_in(pia, discipline=Discipline.PRODUCT, role=Role.LEAD, by=alice)
    trial.decide("passed", learned=LEARNED, by=pia)
    assert trial.to_confirm == ["science", "engineering"]
    trial.confirm(by=alice)
    assert trial.to_confirm == ["engineering"]
    team.take_in(alice, discipline=Discipline.ENGINEERING, role=Role.LEAD, by=pia)
    trial.confirm(by=alice)  # who stands for it already; two people do
    assert trial.to_confirm == ["engineering"]
    trial.confirm(by=bob)
    assert trial.to_confirm == []


def test_who_wrote_it_does_not_confirm_it_under_another_hat(passed, team, alice, root):
    team.take_in(alice, discipline=Discipline.ENGINEERING, role=Role.LEAD, by=root)
    with pytest.raises(ConfirmedByOther):
        passed.confirm(by=alice)


def test_only_a_verdict_is_confirmed(trial, bob):
    with pytest.raises(TrialNotDecided):
        trial.confirm(by=bob)


# --- Withdrawn, stories, shared -------------------------------------------------------------------
def test_it_is_withdrawn_with_a_reason(draft, bob):
    with pytest.raises(WithdrawnWithoutReason):
        draft.withdraw("no", by=bob)
    draft.withdraw(WHY, by=bob)
    draft.withdraw(WHY, by=bob)
    [line] = lines("trial_withdrawn")
    assert line.details["reason"] == WHY
    assert draft.is_over
    with pytest.raises(TrialLocked):
        draft.start(by=bob)
    with pytest.raises(TrialNotRunning):
        draft.decide("passed", learned=LEARNED, by=bob)


def test_stories_belong_to_it(trial, apollo, charlie, bob, alice):
    story = Story.write(apollo, title="Wire it", kind="story", by=alice)
    trial.link_story(story, by=bob)
    trial.link_story(story, by=bob)
    assert list(trial.stories.all()) == [story]
    trial.unlink_story(story, by=bob)
    trial.unlink_story(story, by=bob)
    assert (len(lines("trial_story_linked")), len(lines("trial_story_unlinked"))) == (1, 1)


def test_no_stories_of_another_project(trial, elsewhere, charlie, bob):
    story = Story.write(elsewhere, title="Wire it", kind="story", by=charlie)
    with pytest.raises(StoryOfAnotherProject):
        trial.link_story(story, by=bob)


def test_outcomes_are_open_and_what_was_seen_is_not(trial, gina, charlie, alice):
    trial.observe(seen_on=trial.project.team.today, words="It works.", by=alice)
    seen = Trial.objects.visible_to
    assert not seen(gina).exists()
    trial.show(by=alice)
    assert seen(gina).get().observations.visible_to(gina).exists()
    trial.make_internal(by=alice)
    assert not seen(gina).exists()
    trial.decide("failed", learned=LEARNED, by=alice)
    assert not seen(gina).get().observations.visible_to(gina).exists()
    assert not Trial.objects.shown_whole_to(gina).exists()
    assert not seen(charlie).exists()
    assert seen(alice).get().observations.visible_to(alice).exists()
