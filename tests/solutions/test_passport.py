"""A solution's page reads like a passport: part below part, each with what is missing next."""

import re

import pytest
from django.test import Client

from solutions.models import Deployment
from solutions.solution_detail import SolutionDetail
from tests.solutions.conftest import MEANS

PARTS = ("Looked after by", "Fit", "In the wild", "Deployments", "Value")


@pytest.fixture
def missing(solution, bob):
    """What a part lacks next, in words."""

    def words(part):
        passport = SolutionDetail.found(solution.pk, bob).missing
        return [step.sentence for step in getattr(passport, part)]

    return words


def page(user, solution):
    client = Client()
    client.force_login(user)
    return client.get(solution.address).content.decode()


def test_its_parts_stand_one_below_the_other(live, bob):
    told = page(bob, live.solution)
    headings = re.findall(r"<h2[^>]*>([^<]*)</h2>", told)
    assert [one for one in headings if one in PARTS] == list(PARTS)


def test_each_part_says_what_is_missing_next_and_links_to_it(solution, bob):
    solution.name_keepers(science_keeper=None, engineering_keeper=bob, by=bob)
    told = page(bob, solution)
    there = f'href="/solutions/{solution.pk}/'
    for words, path in (
        ("Nobody from science looks after it.", "keepers/"),
        ("The fit isn&#x27;t signed: nobody has begun to look.", "fit/"),
        ("No trial has passed.", "trials/new/"),
        ("It isn’t in production.", "deployments/new/"),
        ("No metric says yet what it is worth", "served/"),
    ):
        behind = told.split(words, 1)[1]
        assert behind.index(f"{there}{path}") < 400, words


def test_a_trial_goes_from_drafted_to_confirmed(missing, draft, alice, bob):
    assert missing("wild") == ["“Vienna” is drafted, and hasn’t started"]
    draft.start(by=alice)
    assert missing("wild") == ["“Vienna” runs; its verdict is missing"]
    draft.decide("passed", learned="Radar sees the ground.", by=alice, **MEANS)
    assert missing("wild") == ["Nobody from engineering has confirmed the trial"]
    draft.confirm(by=bob)
    assert missing("wild") == []


def test_a_deployment_goes_from_none_to_taken_back(missing, proven, alice):
    assert missing("fit") == []
    made = Deployment.plan(proven, version="1.0", by=alice)
    assert missing("live") == ["“1.0” is planned, and hasn’t started"]
    made.start(by=alice)
    assert missing("live") == ["“1.0” is under way"]
    made.go_live(by=alice)
    assert missing("live") == []
    made.roll_back("Too slow.", by=alice)
    assert missing("live") == ["“1.0” was taken back; the next says what is different"]


def test_guests_and_what_has_ended_lack_nothing(solution, alice, gina):
    solution.show(by=alice)
    assert SolutionDetail.found(solution.pk, gina).missing is None
    assert "It isn’t in production" not in page(gina, solution)
    solution.drop("Radar is blind above water.", by=alice)
    assert SolutionDetail.found(solution.pk, alice).missing is None


def test_of_a_finished_project_deployments_alone_go_on(missing, apollo, alice):
    apollo.enter("finished", by=alice)
    assert [missing(part) for part in ("keepers", "fit", "wild")] == [[], [], []]
    assert missing("live") == ["It isn’t in production"]
