"""Solutions over the API: read, sketched, changed together, linked, seen, shown; never ended."""

import pytest

from solutions.models import Solution
from tests.budgets import assert_budget
from tests.solutions.fit import NOT_BEGUN

LIST = "projects/AP/solutions/"
LEARNED = "Radar is blind above water."


def refused(answer, status):
    assert answer.status_code == status, answer.content
    return answer.json()["type"].removeprefix("/api/v1/problems/").rstrip("/")


@pytest.fixture
def one(solution):
    return f"{LIST}{solution.pk}/"


def test_a_solution_tells_its_stage_and_what_it_lacks(api, one, solution, use_case, alice, bob):
    told = api(bob).get(one).json()
    assert told["stage"] == "sketched"
    assert told["missing"] == [NOT_BEGUN]
    assert told["awaits"] == ["engineering"]
    assert told["use_cases"] == [use_case.pk]
    assert told["science_keeper"] == {"id": alice.pk, "name": "Alice"}
    assert told["words_hash"] == solution.words_hash
    assert not told["is_shared"]


def test_the_list_is_narrowed_by_stage_kind_use_case_and_words(
    api, apollo, solution, use_case, alice
):
    other = Solution.sketch(apollo, name="Orbiter", kind="report", by=alice)
    other.drop(LEARNED, by=alice)

    def found(**query):
        return [row["id"] for row in api(alice).get(LIST, query).json()["results"]]

    assert found(stage="sketched") == [solution.pk]
    assert found(stage="dropped") == [other.pk]
    assert found(stage="live") == []
    assert found(kind="report") == [other.pk]
    assert found(use_case=use_case.pk) == [solution.pk]
    assert found(q="last mile") == [solution.pk]
    assert api(alice).get(LIST, {"stage": "no"}).status_code == 400


def test_it_is_sketched_and_changed_in_one_request(api, apollo, use_case, hypothesis, alice, bob):
    client = api(alice)
    made = client.post(
        LIST,
        {
            "name": "Lander",
            "kind": "model",
            "use_cases": [use_case.pk],
            "science_keeper": alice.pk,
        },
    )
    assert made.status_code == 201
    told = client.get(f"{LIST}{made.json()['id']}/")
    changed = client.patch(
        f"{LIST}{made.json()['id']}/",
        {
            "name": "Eagle",
            "does": "Lands.",
            "hypotheses": [hypothesis.pk],
            "engineering_keeper": bob.pk,
        },
        if_match=told["ETag"],
    )
    assert changed.status_code == 200, changed.content
    row = changed.json()
    assert (row["name"], row["does"], row["kind"]) == ("Eagle", "Lands.", "model")
    assert (row["use_cases"], row["hypotheses"]) == ([use_case.pk], [hypothesis.pk])
    assert row["science_keeper"]["id"] == alice.pk
    assert row["engineering_keeper"]["id"] == bob.pk
    assert row["missing"] == [NOT_BEGUN]


def test_links_and_stories_hang_on_it(api, one, story, bob):
    client = api(bob)
    link = client.post(f"{one}links/", {"label": "Code", "address": "https://git.example.org"})
    assert link.status_code == 201
    assert client.post(f"{one}stories/", {"story": story.key}).status_code == 200
    told = client.get(one).json()
    assert told["links"] == [
        {"id": link.json()["id"], "label": "Code", "address": "https://git.example.org"}
    ]
    assert told["stories"] == [story.key]
    bad = client.post(f"{one}links/", {"label": "Code", "address": "javascript:alert(1)"})
    assert refused(bad, 400) == "invalid-body"
    assert client.delete(f"{one}links/{link.json()['id']}/").status_code == 200
    assert client.delete(f"{one}links/{link.json()['id']}/").json()["links"] == []
    assert client.delete(f"{one}stories/{story.key}/").json()["stories"] == []


def test_a_token_that_signs_says_seen(api, one, solution, bob):
    seen = api(bob).post(f"{one}looks/", {"words_hash": solution.words_hash})
    assert seen.status_code == 200, seen.content
    assert seen.json()["awaits"] == []
    stale = api(bob).post(f"{one}looks/", {"words_hash": "0" * 64})
    assert refused(stale, 409) == "solution-edited-since"


@pytest.mark.parametrize("path", ["drops", "retirements", "resumptions"])
def test_no_program_ends_it_or_takes_it_up(api, one, path, alice):
    answer = api(alice).post(f"{one}{path}/", {})
    assert refused(answer, 403) == "session-only"


def test_guests_read_what_was_shown_and_strangers_nothing(api, one, solution, alice, gina, charlie):
    assert api(gina).get(one).status_code == 404
    assert api(gina).get(LIST).json()["results"] == []
    assert api(alice).post(f"{one}shares/", {}).status_code == 200
    assert api(gina).get(one).json()["is_shared"]
    assert api(gina).post(f"{one}renamings/", {"name": "X"}).status_code == 403
    assert api(charlie).get(one).status_code == 404
    assert api(charlie).get(LIST).status_code == 404
    assert api(alice).delete(f"{one}shares/").status_code == 200
    assert api(gina).get(one).status_code == 404


def test_what_is_of_another_project_is_named_as_missing(api, one, charlie, alice):
    from projects.models import Project, UseCase
    from teams.models import Team

    others = Project.start(Team.objects.get(slug="others"), key="ELSE", name="Else", by=charlie)
    far = UseCase.distil(others, title="Far", by=charlie)
    answer = api(alice).post(f"{one}use-cases/", {"use_cases": [far.pk]})
    assert answer.status_code == 404


def test_a_list_costs_the_same_with_two_hundred(api, solution, apollo, alice):
    def grow():
        for number in range(199):
            Solution.sketch(apollo, name=f"S{number}", kind="model", by=alice)

    client = api(alice)
    assert_budget("api solutions", lambda: client.get(LIST), grow)
