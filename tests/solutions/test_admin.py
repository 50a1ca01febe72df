"""Solutions in the admin panel: sketched, described, kept and shown by the verbs."""

import pytest

from history.models import Event
from solutions.models import Solution


@pytest.fixture
def panel(client, root):
    client.force_login(root)
    return client


@pytest.fixture
def sheet(apollo, use_case, alice, bob):
    return {
        "project": apollo.pk,
        "name": "Lander",
        "kind": "model",
        "does": "Lands.",
        "meant_for": "",
        "not_for": "",
        "use_cases": [use_case.pk],
        "hypotheses": [],
        "science_keeper": alice.pk,
        "engineering_keeper": "",
    }


def test_it_is_sketched_and_changed_by_its_verbs(panel, sheet, apollo, bob):
    answer = panel.post("/admin/solutions/solution/add/", sheet)
    assert answer.status_code == 302, answer.content.decode()
    made = Solution.objects.get()
    change = f"/admin/solutions/solution/{made.pk}/change/"
    assert panel.get(change).status_code == 200
    sheet |= {"name": "Eagle", "does": "Lands softly.", "engineering_keeper": bob.pk}
    assert panel.post(change, {**sheet, "use_cases": []}).status_code == 302
    made = Solution.objects.get()
    assert (made.name, made.does, made.engineering_keeper) == ("Eagle", "Lands softly.", bob)
    assert not made.use_cases.exists()
    verbs = Event.objects.filter(verb__startswith="solution_").order_by("pk")
    assert [line.verb for line in verbs] == [
        "solution_sketched",
        "solution_renamed",
        "solution_described",
        "solution_served",
        "solution_keepers_named",
    ]


def test_a_refusal_stands_beside_its_field(panel, sheet, bob):
    answer = panel.post("/admin/solutions/solution/add/", {**sheet, "science_keeper": bob.pk})
    assert "work in science in Orbit" in answer.content.decode()
    assert not Solution.objects.exists()


def test_it_is_shown_and_looked_at(panel, solution, story, alice, bob):
    solution.link("Code", "https://git.example.org/", by=alice)
    solution.link_story(story, by=alice)
    solution.see(by=bob)
    there = "/admin/solutions/solution/"
    panel.post(there, {"action": "show", "_selected_action": solution.pk})
    assert Solution.objects.get().is_shared
    for model in ("solution", "solutionlink", "solutionstory", "look"):
        assert panel.get(f"/admin/solutions/{model}/").status_code == 200
    assert panel.get(f"/admin/solutions/solution/?q={solution.name}").status_code == 200


def test_an_admin_without_a_seat_ends_nothing(panel, solution):
    there = f"/admin/solutions/solution/{solution.pk}/"
    assert b"Drop" not in panel.get(f"{there}change/").content
    assert panel.post(f"{there}delete/", {"post": "yes"}).status_code == 403
