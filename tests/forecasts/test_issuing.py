"""What is issued, when, and that it is never touched again."""

from datetime import timedelta

import numpy as np
import pytest
from django.db import DatabaseError, transaction

import forecasts.tasks
from forecasts.issuing import issue_all
from forecasts.models import Forecast, ForecastOutcome, TrackRecord
from forecasts.models.forecast import gathered, spread
from jobs.models import Job
from projects.models import Project
from tests.forecasts.conftest import plan_sprint
from tests.present import present


def test_counts_themes_and_the_end_are_issued(flow):
    issued = issue_all(flow.project)
    kinds = [forecast.kind for forecast in issued]

    assert [one.days for one in issued if one.kind == "count"] == [14, 28, 91]
    assert kinds.count("theme_done") == 2
    assert {"backlog_done", "charter_end"} <= set(kinds)
    assert all(one.issued_on == flow.moment(flow.now).date() for one in issued)


def test_the_same_inputs_are_issued_once(flow):
    first = issue_all(flow.project)
    again = issue_all(flow.project)

    assert first
    assert not again
    assert Forecast.objects.filter(project=flow.project).count() == len(first)


def test_equal_inputs_give_equal_forecasts(flow):
    said = []
    for _ in range(2):
        with transaction.atomic():
            said.append({one.inputs_sha256: one.summary for one in issue_all(flow.project)})
            transaction.set_rollback(True)

    assert said[0] == said[1]


@pytest.mark.parametrize("rewrite", ["update", "delete"])
@pytest.mark.parametrize("model", [Forecast, ForecastOutcome])
def test_the_database_refuses_to_rewrite_them(flow, model, rewrite):
    forecast = issue_all(flow.project)[0]
    ForecastOutcome.write(forecast, value=3.0)
    rows = model.objects.filter(pk=model.objects.last().pk)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows.update(**{rows[0]._meta.fields[-1].name: None}) if rewrite == "update" else (
            rows._raw_delete(rows.db)
        )


def test_it_holds_all_it_was_made_from(flow):
    forecast = issue_all(flow.project)[0]

    assert sum(forecast.inputs["history"]) == 40
    assert forecast.inputs["capacity"] == pytest.approx(1)
    assert set(forecast.summary["intervals"]) == {"0.50", "0.85", "0.95"}
    assert len(forecast.draws) == len(present(forecast.rival_draws)) == 2000


def test_futures_are_kept_whole():
    draws = np.array([1, 1, 2, 5, np.inf])

    assert gathered(draws) == [[1, 2], [2, 1], [5, 1], [None, 1]]
    assert (spread(gathered(draws)) == draws).all()


def test_a_kickoff_asks_for_forecasts_of_its_sprint(flow):
    stories = list(flow.project.stories.open())
    sprint = plan_sprint(flow, stories[:4], kick_off=True)
    job = Job.objects.get(kind="issue_forecasts", key=f"project:{flow.project.pk}")
    forecasts.tasks.issue_forecasts(**job.args)

    forecast = Forecast.objects.get(kind="sprint_count")
    assert (forecast.sprint, forecast.days) == (sprint, 14)
    assert forecast.inputs["committed"] == 4


def test_every_week_each_project_at_work_gets_a_job_of_its_own(flow, apollo, alice):
    Job.objects.all().delete()
    apollo.enter("paused", by=alice)
    Job.objects.all().delete()
    forecasts.tasks.weekly_forecasts()

    asked = Job.objects.filter(kind="issue_forecasts")
    assert [job.args for job in asked] == [{"project": flow.project.pk}]


def test_a_young_project_is_told_nothing_it_cant_bear(apollo):
    assert issue_all(apollo) == []
    assert TrackRecord.objects.get(pk=apollo.pk).growth == []


def test_the_past_is_replayed_before_the_first_one_and_never_again(flow):
    issue_all(flow.project)
    record = TrackRecord.objects.get(pk=flow.project.pk)
    with flow.at(flow.now + 7):
        issue_all(flow.project)

    assert record.warmth(14).resolved > 0
    assert record.lived(14, 0.85) == (0, 0)
    again = TrackRecord.objects.get(pk=flow.project.pk)
    assert (again.replayed, again.replayed_on) == (record.replayed, record.replayed_on)


def test_finished_themes_tell_how_scopes_grow(flow):
    issue_all(flow.project)

    # Seven stories were done in the theme, two of them there on the day work on it began.
    assert TrackRecord.objects.get(pk=flow.project.pk).growth == [3.5]


def test_absences_make_less_likely_what_is_forecast(flow):
    whole = issue_all(flow.project)[0]
    today = flow.moment(flow.now).date()
    for name in ("sven", "emma"):
        flow.team.note_absence(
            flow.people[name], first_day=today, last_day=today + timedelta(days=30), by=flow.lead
        )
    fewer = next(one for one in issue_all(flow.project) if one.days == 14)

    assert fewer.inputs["capacity"] == pytest.approx(0.5)
    assert fewer.summary["mean"] < 0.6 * whole.summary["mean"]


def test_bulk_closes_are_not_learned_from(flow):
    stories = [flow.write(flow.now - 2) for _ in range(7)]
    for story in stories:
        flow.move(story, flow.now - 1, "done")
    forecast = issue_all(Project.objects.get(pk=flow.project.pk))[0]

    assert sum(forecast.inputs["history"]) == 40
