"""What came of forecasts, and what is learned from it."""

import pytest

import forecasts.tasks
from forecasts.coverage import Coverage
from forecasts.issuing import issue_all
from forecasts.models import Forecast, ForecastOutcome, TrackRecord
from forecasts.resolving import Outcome, resolve_due, scores
from forecasts.scoring import Scored
from forecasts.words import worth_of
from jobs.models import Job
from numerics.forecasting.levels import values_needed
from projects.models import Theme
from tests.forecasts.conftest import plan_sprint


@pytest.fixture
def issued(flow):
    return {one.kind: one for one in reversed(issue_all(flow.project))}


def outcome_of(forecast):
    return ForecastOutcome.objects.get(forecast=forecast)


def test_a_count_is_what_was_done_in_its_days(flow, issued):
    for day in (1, 4, 9, 13):
        flow.finish(flow.now + day, 0.5)
    flow.finish(flow.now + 14, 0.5)  # a day too late
    with flow.at(flow.now + 15):
        resolve_due(flow.project)

    found = outcome_of(issued["count"])
    assert found.value == 4
    assert found.held_85
    assert found.held_95
    assert found.crps > 0
    assert found.rival_crps > 0
    assert 0 < found.pit < 1


def test_nothing_is_scored_before_its_day_and_nothing_twice(flow, issued):
    with flow.at(flow.now + 13):
        assert resolve_due(flow.project) == []
    with flow.at(flow.now + 14):
        assert len(resolve_due(flow.project)) == 1
        record = TrackRecord.objects.get(pk=flow.project.pk)
        assert resolve_due(flow.project) == []
        record.relearn()

    assert record.lived(14, 0.85) == (0, 1)
    assert record.recalibration(14).resolved == record.warmth(14).resolved + 1


def test_a_miss_widens_the_range_that_follows(flow, issued):
    before = TrackRecord.objects.get(pk=flow.project.pk).recalibration(14).misses[0.85]
    with flow.at(flow.now + 14):
        resolve_due(flow.project)
    after = TrackRecord.objects.get(pk=flow.project.pk).recalibration(14).misses[0.85]

    assert after == pytest.approx(before - 0.03 * 0.85)


def test_bulk_closes_dont_count_as_an_outcome_but_are_told(flow, issued):
    for story in [flow.write(flow.now + 1) for _ in range(7)]:
        flow.move(story, flow.now + 2, "done")
    with flow.at(flow.now + 14):
        resolve_due(flow.project)

    found = outcome_of(issued["count"])
    assert found.value == 0
    assert found.note.startswith("7 more")


def test_a_theme_is_known_as_soon_as_it_is_done(flow, issued):
    forecast = issued["theme_done"]
    for place, story in enumerate(forecast.theme.stories.open()):
        flow.move(story, flow.now + 3 + place, "done")
    with flow.at(flow.now + 6):
        resolve_due(flow.project)

    assert outcome_of(forecast).value == 6  # the sixth day from now, the first of them today


def test_a_dropped_theme_is_given_up_not_missed(flow, issued):
    forecast = issued["theme_done"]
    with flow.at(flow.now + 1):
        forecast.theme.enter(Theme.State.DROPPED, by=flow.lead)
        resolve_due(flow.project)

    assert outcome_of(forecast).voided
    assert outcome_of(forecast).held_85 is None


def test_what_isnt_done_by_its_widest_range_has_missed(flow, issued):
    forecast = issued["backlog_done"]
    days = (forecast.due_on - forecast.issued_on).days
    with flow.at(flow.now + days):
        resolve_due(flow.project)

    found = outcome_of(forecast)
    assert (found.value, found.held_50, found.held_85, found.held_95) == (None, False, False, False)


def test_the_charters_end_is_a_yes_or_no(flow, issued):
    forecast = issued["charter_end"]
    with flow.at(flow.now + 62):
        resolve_due(flow.project)

    found = outcome_of(forecast)
    assert found.value == 0
    assert found.brier == pytest.approx(forecast.summary["chance"] ** 2)


def test_every_night_each_project_that_waits_gets_a_job(flow, issued, apollo):
    Job.objects.all().delete()
    forecasts.tasks.score_forecasts()
    forecasts.tasks.score_forecasts()

    job = Job.objects.get(kind="resolve_forecasts")
    with flow.at(flow.now + 14):
        forecasts.tasks.resolve_forecasts(**job.args)
    assert ForecastOutcome.objects.count() == 1


def test_learning_again_changes_nothing(flow):
    for week in range(4):
        with flow.at(flow.now + 7 * week):
            issue_all(flow.project)
    record = TrackRecord.objects.get(pk=flow.project.pk)
    states = record.states
    record.relearn()

    assert record.states == states
    assert record.lived(14, 0.85)[1] == 2


def test_a_voided_forecast_has_no_score(issued):
    gone = Outcome(voided=True, note="Gone", value=1)
    assert scores(issued["count"], gone)["voided"]


def test_coverage_says_uncalibrated_under_thirteen():
    assert "uncalibrated" in Coverage(0.85, 12, 12).verdict
    assert Coverage(0.85, 17, 20).verdict == "nothing speaks against it"
    assert "less often" in Coverage(0.85, 5, 20).verdict
    assert "more often" in Coverage(0.5, 20, 20).verdict


@pytest.mark.parametrize("level", [0.5, 0.85, 0.95])
@pytest.mark.parametrize("known", [1, 12, 13, 18, 40, 90])
@pytest.mark.parametrize("worth", [0.2, 0.5, 1.0])
def test_nothing_is_said_to_hold_before_as_many_are_known_as_such_a_range_needs(
    level, known, worth
):
    """Neither on the calibration page nor in the forecast's first sentence."""
    for held in range(known + 1):
        one = Coverage(level, held, known, worth)
        enough = known >= 13 and round(known * worth) >= values_needed(level)
        if one.verdict == "nothing speaks against it":
            assert enough
            assert worth_of(one) == ""
        if "told yet" in one.verdict:
            assert "too few to tell" in worth_of(one)
        if one.is_off:
            assert one.is_off.split(" than")[0].removeprefix("holds ") in worth_of(one)


def test_the_score_card_keeps_lived_and_replayed_apart(flow, issued):
    with flow.at(flow.now + 14):
        resolve_due(flow.project)
    project = type(flow.project).objects.select_related("track_record").get(pk=flow.project.pk)
    fortnight = Scored.of(project).horizons[0]

    assert [one.known for one in fortnight.lived] == [1, 1, 1]
    assert fortnight.replayed[0].known > 1
    assert fortnight.skill is None


def test_a_sprint_is_scored_by_the_chance_it_gave_to_its_commitment(flow):
    stories = list(flow.project.stories.open())[:4]
    plan_sprint(flow, stories, kick_off=True)
    issue_all(flow.project)
    forecast = Forecast.objects.get(project=flow.project, kind="sprint_count")
    for place, story in enumerate(stories):
        flow.move(story, flow.now + 1 + place, "done")
    with flow.at(flow.now + 15):
        resolve_due(flow.project)

    chance = (forecast.draws >= 4).mean()
    assert 0 < chance < 1
    assert outcome_of(forecast).brier == pytest.approx((1 - chance) ** 2)
