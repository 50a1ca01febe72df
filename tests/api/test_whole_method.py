"""From an empty project to a live solution with observed value, by the API alone.

A lead of science, an engineer and a guest of the customer; every gate refuses once, in its one
sentence, and is then passed. What only people do, signed in, is said so and done on its page.
"""

from datetime import timedelta

import pytest

from base import clock
from tests.solutions.test_api import refused

PROJECT = "projects/LUNA/"


def made(answer):
    assert answer.status_code == 201, answer.content
    return answer.json()


def done(answer):
    assert answer.status_code == 200, answer.content
    return answer.json()


@pytest.fixture
def people(api, team, alice, bob, gina):
    return api(alice), api(bob), api(gina)


def test_a_project_goes_from_an_empty_page_to_observed_value(people, alice, bob):
    lead, engineer, guest = people
    made(
        lead.post(
            "projects/",
            {
                "team": "orbit",
                "key": "LUNA",
                "name": "Luna",
                "customer": "ESA",
                "business_goal": "Land",
            },
        )
    )
    assert {step["state"] for step in done(lead.get(f"{PROJECT}path/"))["steps"]} != {"settled"}
    use_case = made(lead.post(f"{PROJECT}use-cases/", {"title": "Land softly"}))["id"]

    decision = look_together(lead, engineer, use_case)
    charter(lead, engineer, guest)
    theme = made(lead.post(f"{PROJECT}themes/", {"title": "Radar", "use_cases": [use_case]}))["id"]
    window = {"starts_on": today(), "ends_on": str(clock.today() + timedelta(days=60))}
    done(lead.post(f"{PROJECT}themes/{theme}/plans/", window))
    hypothesis = try_a_prediction(lead, engineer, theme)
    kick_off_once_it_is_decided(lead, engineer, theme, decision, bob)

    solution = made(
        lead.post(
            f"{PROJECT}solutions/",
            {
                "name": "Landing radar",
                "kind": "model",
                "does": "Says how high the lander is.",
                "use_cases": [use_case],
                "hypotheses": [hypothesis],
                "science_keeper": alice.pk,
                "engineering_keeper": bob.pk,
            },
        )
    )["id"]
    there = f"{PROJECT}solutions/{solution}/"
    done(engineer.post(f"{there}looks/"))
    assert refused(engineer.get(f"{there}gate/"), 409) == "deployed-before-proven"
    fits(lead, engineer, there)
    try_it(lead, engineer, there, alice, bob)
    metric, release = promise(lead)
    deployment = deploy(lead, engineer, there, release)
    done(engineer.post(f"{PROJECT}releases/{release}/uses/", {"first_used_on": today()}))

    seen = {"value": 60, "spread": 4, "observed_on": today(), "grade": 2}
    made(lead.post(f"{PROJECT}success-metrics/{metric}/observations/", seen))
    assert done(lead.get(there))["stage"] == "live"
    steps = {step["name"]: step["state"] for step in done(lead.get(f"{PROJECT}path/"))["steps"]}
    assert [name for name, state in steps.items() if state != "settled"] == []
    [line] = done(guest.get("portfolio/"))["metrics"]
    assert (line["seen"], line["seen_grade"]) == (60, 2)
    assert line["chance_reached"] > 0.99
    shown = done(guest.get(f"{there}deployments/{deployment}/"))
    assert (shown["state"], shown["gate"], shown["release"]) == ("live", "passed", release)
    assert guest.get(there).status_code == 404  # until a member shows it
    done(lead.post(f"{there}shares/"))
    assert done(guest.get(there))["name"] == "Landing radar"


def today():
    return str(clock.today())


def look_together(lead, engineer, use_case):
    """Both answer without the other's words, both see it differently: a decision is open."""
    asked = {"use_case": use_case, "text": "Radar or camera?", "asked_from": "science"}
    question = made(lead.post(f"{PROJECT}questions/", asked))["id"]
    there = f"{PROJECT}questions/{question}/"
    for one, words in ((lead, "Radar sees through dust"), (engineer, "A camera is lighter")):
        done(one.post(f"{there}answers/own/", {"belief": words, "sure": "fairly"}))
    done(lead.post(f"{there}finals/"))
    sealed = done(engineer.get(there))
    assert [answer["belief"] for answer in sealed["answers"]] == [None, None]
    done(engineer.post(f"{there}finals/"))
    assert done(lead.get(there))["state"] == "revealed"
    done(engineer.post(f"{there}stances/", {"stance": "differ"}))
    [decision] = done(lead.get(f"{PROJECT}decisions/?question={question}"))["results"]
    return decision["id"]


def charter(lead, engineer, guest):
    day = clock.today()
    words = {"end_point": "It lands by itself", "success": "Ten soft landings of ten"}
    words |= {"starts_on": str(day), "ends_on": str(day + timedelta(days=90))}
    made(lead.post(f"{PROJECT}charters/", words))
    for one in (lead, engineer, guest):
        made(one.post(f"{PROJECT}charters/1/signatures/"))
    assert done(guest.get(f"{PROJECT}charters/1/"))["end_point"] == "It lands by itself"


def try_a_prediction(lead, engineer, theme):
    words = {"theme": theme, "prediction": "Radar sees the ground through dust"}
    one = made(lead.post(f"{PROJECT}hypotheses/", words))["id"]
    there = f"{PROJECT}hypotheses/{one}/"
    refused(lead.post(f"{there}start/"), 409)  # from which value on does it hold?
    done(lead.post(f"{there}rewordings/", {"threshold": "9 of 10"}, If_Match="*"))
    done(lead.post(f"{there}start/"))
    verdict = {"verdict": "supported", "decision": "We build on radar."}
    done(engineer.post(f"{there}decisions/", verdict, If_Match="*"))
    return one


def kick_off_once_it_is_decided(lead, engineer, theme, decision, bob):
    """The first gate: a sprint stands before the open decision of what its story works for."""
    made(lead.post(f"{PROJECT}sprints/", {"starts_on": today(), "goal": "See the ground"}))
    story = made(
        engineer.post("stories/", {"project": "LUNA", "title": "Read the radar", "theme": theme})
    )["key"]
    done(engineer.post(f"stories/{story}/plans/", {"sprint": 1}))
    done(engineer.post(f"stories/{story}/assignments/", {"to": bob.pk}))
    kickoff = f"{PROJECT}sprints/1/kickoff/"
    no = lead.post(kickoff)
    assert refused(no, 409) == "kickoff-over-open-decisions"
    assert no.json()["links"]
    words = {"chosen": "Radar", "why": "There is dust", "still_held": "It is heavier"}
    done(engineer.post(f"{PROJECT}decisions/{decision}/choice/", words, If_Match="*"))
    done(lead.post(kickoff))


def fits(lead, engineer, there):
    made(lead.post(f"{there}fit/"))
    for one in (lead, engineer):
        done(one.post(f"{there}fit/1/agreements/"))
    for one in (lead, engineer):
        done(one.post(f"{there}fit/1/signatures/"))
    assert done(lead.get(there))["stage"] == "fits"


def try_it(lead, engineer, there, alice, bob):
    """The second gate: it starts once one of each discipline runs it."""
    design = {
        "environment": "canary",
        "name": "One crater",
        "population": "Forty landings",
        "planned_until": str(clock.today() + timedelta(days=14)),
        "metric": "Height error",
        "unit": "m",
        "better": "lower",
        "threshold": 1.0,
        "smallest_effect": 0.5,
        "comparison": "comparison_group",
        "compared": "Landings by radar with those by camera",
        "rollback_plan": "The old altimeter is switched on again.",
        "runners": [alice.pk],
    }
    trial = made(lead.post(f"{there}trials/", design))["id"]
    one = f"{there}trials/{trial}/"
    made(engineer.post(f"{one}guardrails/", {"what": "Fuel", "limit": "no more than before"}))
    refused(lead.post(f"{one}starts/"), 409)
    done(lead.post(f"{one}runners/", {"runners": [alice.pk, bob.pk]}))
    done(lead.post(f"{one}starts/"))
    made(engineer.post(f"{one}observations/", {"seen_on": today(), "words": "Dust is no matter."}))
    verdict = {
        "verdict": "passed",
        "learned": "It holds over dust, too.",
        "new_mean": 0.5,
        "new_se": 0.1,
        "new_n": 40,
        "compared_mean": 2.5,
        "compared_se": 0.2,
        "compared_n": 40,
    }
    done(lead.post(f"{one}verdicts/", verdict, If_Match="*"))
    done(engineer.post(f"{one}confirmations/"))
    assert done(lead.get(there))["stage"] == "proven"


def promise(lead):
    promised = {
        "kind": "incremental_value",
        "name": "Soft landings",
        "unit": "landings",
        "baseline": 10,
        "target": 40,
        "due": str(clock.today() + timedelta(days=60)),
    }
    metric = made(lead.post(f"{PROJECT}success-metrics/", promised))["id"]
    return metric, made(lead.post(f"{PROJECT}releases/", {"title": "It lands by itself"}))["id"]


def deploy(lead, engineer, there, release):
    """The third gate stands open now; it refused before there was a fit and a trial."""
    done(engineer.get(f"{there}gate/"))
    plan = {"version": "1.0", "customer": "present", "release": release}
    one = made(engineer.post(f"{there}deployments/", plan))["id"]
    done(engineer.post(f"{there}deployments/{one}/starts/"))
    done(lead.post(f"{there}deployments/{one}/go-lives/"))
    return one
