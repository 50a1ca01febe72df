"""Themes belong to use cases, many to many."""

import pytest

from history.models import Event
from projects.models import Project, Theme, UseCase
from projects.refusals import ServesAnotherProject
from teams.refusals import RoleTooLow
from tests.api_client import ApiClient


@pytest.fixture
def cases(apollo, alice):
    return [UseCase.distil(apollo, title=f"Case {n}", by=alice) for n in range(3)]


def last():
    return Event.objects.order_by("-pk").first()


def test_a_theme_serves_several_use_cases_and_says_so(theme, cases, alice):
    theme.serve(cases[:2], by=alice)
    first, second, third = (one.pk for one in cases)
    assert set(theme.use_cases.all()) == set(cases[:2])
    assert last().details == {"theme": theme.pk, "was": [], "now": [first, second]}
    theme.serve([cases[2], cases[1]], by=alice)
    assert set(theme.use_cases.all()) == {cases[1], cases[2]}
    assert last().details == {"theme": theme.pk, "was": [first, second], "now": [second, third]}


def test_what_is_so_already_leaves_no_trace(theme, cases, alice):
    theme.serve(cases, by=alice)
    before = Event.objects.count()
    theme.serve(reversed(cases), by=alice)
    assert Event.objects.count() == before


def test_a_lead_says_it_and_of_the_own_project_only(theme, cases, alice, bob, team):
    with pytest.raises(RoleTooLow):
        theme.serve(cases, by=bob)
    other = Project.start(team, key="GEM", name="Gemini", by=alice)
    with pytest.raises(ServesAnotherProject):
        theme.serve([UseCase.distil(other, title="Dock", by=alice)], by=alice)
    assert not theme.use_cases.exists()


def test_it_is_said_on_the_form_of_a_theme(alices, client, theme, cases, bob):
    page = alices.get(f"/themes/{theme.pk}/").content.decode()
    assert "Case 0" in page
    form = alices.get(f"/themes/{theme.pk}/").context["form"]
    sent = {"title": "Landing", "state": "planned", "made_from": form.made_from}
    chosen = {"use_cases": [cases[0].pk, cases[2].pk]}
    assert alices.post(f"/themes/{theme.pk}/", sent | chosen).status_code == 302
    assert set(theme.use_cases.all()) == {cases[0], cases[2]}
    client.force_login(bob)
    reworded = client.post(f"/themes/{theme.pk}/", sent | chosen | {"title": "Touchdown"})
    assert reworded.status_code == 302
    refused = client.post(f"/themes/{theme.pk}/", sent | {"use_cases": []})
    assert refused.status_code == 403
    assert theme.use_cases.count() == 2


def test_a_new_theme_is_charted_for_its_use_cases(alices, apollo, cases):
    alices.post("/projects/AP/themes/", {"title": "Orbit", "use_cases": [cases[1].pk]})
    assert list(Theme.objects.get(title="Orbit").use_cases.all()) == [cases[1]]


def test_the_form_has_nothing_to_choose_where_there_is_no_use_case(alices, theme):
    assert "use_cases" not in alices.get(f"/themes/{theme.pk}/").context["form"].fields


def test_the_api_reads_and_writes_it(settings, theme, cases, alice, bob):
    settings.API_LIMIT = "1000/minute"
    mine = ApiClient(alice)
    at = f"projects/AP/themes/{theme.pk}/"
    ids = [one.pk for one in cases]
    answer = mine.post(f"{at}use-cases/", {"use_cases": [ids[1], ids[0], ids[1]]})
    assert answer.json()["use_cases"] == ids[:2]
    assert mine.patch(at, {"use_cases": [ids[2]]}, if_match="*").json()["use_cases"] == ids[2:]
    assert mine.get(at).json()["use_cases"] == ids[2:]
    made = mine.post("projects/AP/themes/", {"title": "Orbit", "use_cases": ids})
    assert made.json()["use_cases"] == ids
    assert mine.post(f"{at}use-cases/", {"use_cases": [10**9]}).status_code == 404
    assert ApiClient(bob).post(f"{at}use-cases/", {"use_cases": []}).status_code == 403


def test_the_admin_says_it_too(client, root, theme, cases):
    client.force_login(root)
    at = f"/admin/projects/theme/{theme.pk}/change/"
    form = client.get(at).context["adminform"].form
    sent = {"title": "Landing", "state": "planned", "made_from": form.made_from}
    assert client.post(at, sent | {"use_cases": [cases[0].pk]}).status_code == 302
    assert list(theme.use_cases.all()) == [cases[0]]
