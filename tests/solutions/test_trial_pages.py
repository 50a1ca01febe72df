"""Trials on pages, as a lead, an engineer and the customer's guest meet them."""

import pytest

from solutions.models import Trial, TrialGuardrail
from solutions.models.trial_result import NUMBERS
from stories.models import Story
from tests.budgets import assert_budget
from tests.solutions.conftest import MEANS

GATE = "Nobody from engineering is among who runs this trial."
WHY = "The boxes came late."


@pytest.fixture
def as_(client):
    """Signs somebody in and gives the page back as text."""

    def sign_in(user):
        client.force_login(user)

        def read(address, **posted):
            if posted:
                return client.post(address, posted, follow=True)
            return client.get(address)

        return read

    return sign_in


def words(answer):
    return " ".join(answer.content.decode().split())


def test_from_a_draft_to_a_confirmed_verdict_by_forms(as_, solution, alice, bob):
    read = as_(alice)
    given = {
        "environment": "canary",
        "name": "Vienna",
        "measured_as": "mean",
        "better": "lower",
        "comparison": "nothing",
    }
    page = read(f"/solutions/{solution.pk}/trials/new/", **given)
    assert "It is drafted." in words(page)
    trial = Trial.objects.get()
    at = f"/trials/{trial.pk}/"
    page = words(read(at))
    assert "It doesn’t say what is measured" in page
    assert "Planned until" in page  # a draft shows what it leaves open
    assert "Nobody from science is among who runs it" in page
    design = {
        **given,
        "population": "Forty boxes",
        "planned_until": "2031-12-01",
        "metric": "Height error",
        "unit": "m",
        "threshold": "2",
        "smallest_effect": "1",
        "comparison": "comparison_group",
        "compared": "Boxes in Graz",
        "rollback_plan": "Switch the flag off.",
    }
    assert "Saved." in words(read(f"{at}design/", **design))
    assert "Added." in words(read(f"{at}guardrails/", what="Crashes", limit="none"))
    rail = TrialGuardrail.objects.get()
    assert "is gone" in words(read(f"{at}guardrail-ends/", guardrail=rail.pk))
    read(f"{at}guardrails/", what="Crashes", limit="none")
    read(f"{at}runners/", runners=[alice.pk])
    page = read(f"{at}starts/", waiver="")
    assert page.status_code == 409
    assert GATE in words(page)
    assert f'href="{at}runners/"' in words(page)
    assert "Start it all the same" in words(page)
    read(f"{at}runners/", runners=[alice.pk, bob.pk])
    assert "Its design is locked" in words(read(f"{at}starts/", waiver=""))
    assert "Planned share" not in words(read(at))
    assert read(f"{at}design/", **design).status_code == 409
    today = trial.project.team.today.isoformat()
    page = read(f"{at}observations/", seen_on=today, words="It *works*.", value="8.5")
    assert "<em>works</em>" in words(page)
    page = words(read(f"{at}amendments/", part="planned_until", now="2031-12-15", reason=WHY))
    assert "<ins" in page
    assert "2031-12-01" in page
    assert WHY in page
    numbers = {name: str(MEANS[name]) for name in MEANS}
    page = read(f"{at}verdict/", compute="1", verdict="", learned="", **numbers)
    assert page.status_code == 200
    assert "The difference is −3 m, better; its 90 % interval reaches from" in words(page)
    assert "Grade of the evidence: 3 of 4." in words(page)
    assert Trial.objects.get().state == "running"
    page = words(read(f"{at}verdict/", verdict="passed", learned="Radar sees it.", **numbers))
    for told in ("Passed", "Radar sees it.", "Grade 3: quasi-experiment", "Read early"):
        assert told in page
    assert "nobody from engineering yet" in page
    assert "Confirm the verdict" not in page
    read = as_(bob)
    page = words(read(at))
    assert "Confirm the verdict" in page
    hash_ = Trial.objects.get().verdict_hash
    page = words(read(f"{at}confirmations/", verdict_hash=hash_))
    assert "Bob, for engineering" in page
    page = words(read(f"/solutions/{solution.pk}/"))
    assert "Proven" in page
    assert f'href="{at}"' in page


def test_a_lead_starts_it_all_the_same_and_the_page_says_so(as_, draft, solution, alice, bob):
    draft.name_runners([alice], by=alice)
    at = f"/trials/{draft.pk}/"
    page = as_(bob)(f"{at}starts/", waiver="")
    assert GATE in words(page)
    assert "Start it all the same" not in words(page)
    page = as_(bob)(f"{at}starts/", waiver="Nobody else is here.")
    assert page.status_code == 403
    read = as_(alice)
    page = read(f"{at}starts/", waiver="short")
    assert page.status_code == 400
    assert "Say why in 10 to 500 characters." in words(page)
    page = read(f"{at}starts/", waiver="Nobody else is here.")
    assert "Started without both disciplines, because" in words(page)
    assert "1 of 1 trial began without both" in words(read(f"/solutions/{solution.pk}/"))


def test_the_form_asks_what_the_design_measures(as_, trial, alice):
    page = words(as_(alice)(f"/trials/{trial.pk}/verdict/"))
    assert "Trial: standard error" in page
    assert "Comparison group: mean" in page
    assert 'name="new_hits"' not in page
    Trial.objects.update(measured_as="share", comparison="nothing", threshold=90)
    assert "90 %" in words(as_(alice)(f"/trials/{trial.pk}/"))
    Trial.objects.update(comparison="before_after")
    assert "90 percentage points" in words(as_(alice)(f"/trials/{trial.pk}/"))
    page = words(as_(alice)(f"/trials/{trial.pk}/verdict/"))
    assert "After: count" in page
    assert 'name="new_mean"' not in page
    page = as_(alice)(
        f"/trials/{trial.pk}/verdict/",
        compute="1",
        new_hits="56",
        new_n="70",
        compared_hits="48",
        compared_n="80",
    )
    assert "The difference is +20 percentage points, worse" in words(page)


@pytest.mark.parametrize(
    "wrong",
    [
        {"new_mean": "nan"},
        {"new_mean": "8"},
        {"new_mean": "8", "new_se": "-1"},
        {"compared_mean": "8", "compared_se": "1"},
    ],
)
def test_numbers_that_cannot_be_computed_say_why(as_, trial, alice, wrong):
    page = as_(alice)(f"/trials/{trial.pk}/verdict/", compute="1", **wrong)
    assert page.status_code == 400
    assert 'class="errorlist' in words(page)
    assert "What these numbers say" not in words(page)


def test_a_verdict_is_changed_over_the_words_that_were_read(as_, passed, alice):
    read = as_(alice)
    form = read(f"/trials/{passed.pk}/verdict/").context["form"]
    passed.decide("passed", learned="Somebody else's.", by=alice, **MEANS)
    given = {name: str(MEANS[name]) for name in NUMBERS if name in MEANS}
    page = read(
        f"/trials/{passed.pk}/verdict/",
        verdict="failed",
        learned="Mine",
        made_from=form.made_from,
        **given,
    )
    assert page.status_code == 409
    assert Trial.objects.get().learned == "Somebody else's."


def test_guests_read_the_outcome_and_nothing_that_was_seen(as_, passed, apollo, alice, gina):
    passed.observe(seen_on=apollo.team.today, words="Marker of the team", by=alice)
    story = Story.write(apollo, title="Wire it", kind="story", by=alice)
    passed.link_story(story, by=alice)
    read, at = as_(gina), f"/trials/{passed.pk}/"
    page = words(read(at))
    assert "Radar sees the ground." in page
    assert "Marker of the team" not in page
    assert "Lander" not in page  # the solution wasn't shown
    assert f'href="{at}"' in words(read("/projects/AP/solutions/"))
    passed.show(by=alice)
    page = words(read(at))
    assert "Marker of the team" in page
    for address in ("verdict/", "observations/", "runners/", "design/"):
        assert read(at + address).status_code == 403


def test_a_draft_has_no_verdict_to_give(as_, draft, alice):
    page = as_(alice)(f"/trials/{draft.pk}/verdict/")
    assert page.status_code == 409
    assert "start it first" in words(page)


def test_guests_and_strangers_see_no_drafts(as_, draft, trial, gina, charlie):
    for who in (gina, charlie):
        assert as_(who)(f"/trials/{trial.pk}/").status_code == 404


def test_it_is_shown_and_made_internal_on_its_page(as_, trial, alice, gina):
    read, at = as_(alice), f"/trials/{trial.pk}/"
    assert "guests see it now" in words(read(f"{at}shows/", x=""))
    assert as_(gina)(at).status_code == 200
    assert "own again" in words(as_(alice)(f"{at}hides/", x=""))
    assert as_(gina)(at).status_code == 404


def test_it_is_withdrawn_and_stories_are_linked_on_its_page(as_, trial, apollo, alice):
    Story.write(apollo, title="Wire it", kind="story", by=alice)
    read, at = as_(alice), f"/trials/{trial.pk}/"
    assert "Wire it" in words(read(f"{at}stories/", story="AP-1"))
    assert "doesn&#x27;t belong to this" in words(read(f"{at}story-ends/", story="AP-1"))
    page = words(read(f"{at}withdrawals/", reason=WHY))
    assert "Withdrawn, because" in page
    assert WHY in page
    assert "Give the verdict" not in page


def test_a_refused_confirmation_is_told_on_the_page(as_, passed, alice):
    page = as_(alice)(f"/trials/{passed.pk}/confirmations/", verdict_hash=passed.verdict_hash)
    assert page.status_code == 403
    assert "Somebody who works there in engineering confirms it." in words(page)


def test_earlier_words_are_said_to_be_so(as_, passed, solution, alice):
    solution.describe(does="Something else altogether.", by=alice)
    page = words(as_(alice)(f"/trials/{passed.pk}/"))
    assert "words have changed since" in page
    page = words(as_(alice)(f"/solutions/{solution.pk}/"))
    assert "The trial that passed was of earlier words" in page
    assert "of earlier words</span>" in page


def test_finishing_the_project_names_what_still_runs(as_, trial, alice):
    page = words(as_(alice)("/projects/AP/states/", state="finished"))
    assert "1 running trial" in page
    assert f"/trials/{trial.pk}/" in page


def test_who_left_still_stands_among_who_ran_it(as_, trial, team, alice, bob):
    team.let_go(bob, by=alice)
    page = words(as_(alice)(f"/trials/{trial.pk}/"))
    assert "Bob" in page
    form = words(as_(alice)(f"/trials/{trial.pk}/runners/"))
    assert "Bob" in form


def test_the_page_has_a_budget(client, trial, bob, alice):
    client.force_login(bob)

    def grow():
        for number in range(5):
            trial.observe(seen_on=trial.project.team.today, words=f"Seen {number}", by=alice)
            trial.amend("population", f"{number} boxes", WHY, by=alice)

    assert_budget("page trial", lambda: client.get(f"/trials/{trial.pk}/"), grow)
