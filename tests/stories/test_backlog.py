import pytest

from projects.models import Project
from stories.models import Story
from tests.budgets import assert_budget

BACKLOG = "/projects/AP/backlog/"
HERE = {"Referer": f"http://testserver{BACKLOG}"}


def page(client, path=BACKLOG):
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def rows(client, query=""):
    return [row.key for row in client.get(BACKLOG + query).context["backlog"].rows]


def bulk(client, *numbers, **fields):
    return client.post(f"{BACKLOG}changes/", {"stories": numbers, **fields}, headers=HERE)


def test_the_backlog_holds_what_no_sprint_has_in_the_order_of_rank(alices, stories, alice, sprint):
    stories[4].rank_between(None, stories[2], by=alice)
    assert rows(alices) == ["AP-5", "AP-3", "AP-4"]
    [plan] = alices.get(BACKLOG).context["backlog"].plans
    assert [row.key for row in plan.rows] == ["AP-1", "AP-2"]


def test_a_planned_sprint_is_shown_against_what_the_team_can_do(alices, story, alice, sprint):
    story.estimate(points=5, by=alice)
    [plan] = alices.get(BACKLOG).context["backlog"].plans
    assert (plan.points, plan.unsized, plan.ownerless) == (5, 1, 0)
    assert plan.capacity == 0  # the sprint of this world lies before the team's first day


def test_the_pace_is_the_average_of_the_last_closed_sprints(
    alices, story, alice, done, sprint, next_sprint
):
    story.estimate(points=8, by=alice)
    sprint.kick_off(by=alice)
    story.move_to(done, by=alice)
    assert alices.get(BACKLOG).context["backlog"].pace is None
    sprint.close(by=alice)
    assert alices.get(BACKLOG).context["backlog"].pace == 8
    assert "; the last sprint finished about 8" in page(alices)


def test_filters_leave_the_sprints_as_they_are(alices):
    answer = alices.get(f"{BACKLOG}?q=story+4").context["backlog"]
    assert [row.key for row in answer.rows] == ["AP-4"]
    assert len(answer.plans[0].rows) == 2


@pytest.mark.parametrize("page_number", ["0", "-1", "x", "9" * 30, "²", "%00", "999"])
def test_nonsense_as_a_page_number_is_no_error(alices, page_number):
    page(alices, f"{BACKLOG}?page={page_number}")


def test_a_long_backlog_comes_in_pages(alices, apollo, alice, monkeypatch):
    monkeypatch.setattr("stories.backlog.PAGE", 2)
    assert rows(alices) == ["AP-3", "AP-4"]
    assert "1 to 2 of 3 stories" in page(alices)
    assert "page=2" in page(alices)
    assert rows(alices, "?page=2") == ["AP-5"]


def test_a_story_moves_up_by_a_button(alices, apollo):
    alices.post("/stories/AP-4/rankings/", {"before": "AP-3"}, headers=HERE)
    assert rows(alices) == ["AP-4", "AP-3", "AP-5"]


def test_dragging_plans_a_story_at_its_place(alices, sprint):
    answer = alices.post(
        "/stories/AP-5/plans/",
        {"sprint": sprint.pk, "before": "AP-1"},
        headers={"X-Requested-With": "fetch"},
    )
    assert answer.status_code == 204
    [plan] = alices.get(BACKLOG).context["backlog"].plans
    assert [row.key for row in plan.rows] == ["AP-5", "AP-1", "AP-2"]


def test_writing_a_story_keeps_what_was_said(alices, apollo, theme, bob):
    answer = alices.post(
        f"{BACKLOG}stories/",
        {"title": "Splash down", "kind": "bug", "owner": bob.pk, "theme": theme.pk, "points": "2"},
        headers=HERE,
    )
    story = apollo.stories.get(number=6)
    assert answer.url == BACKLOG
    assert (story.title, story.kind, story.owner, story.theme) == ("Splash down", "bug", bob, theme)
    assert story.points == 2


@pytest.mark.parametrize(
    "fields", [{"title": ""}, {"title": "x", "points": "lots"}, {"title": "x", "owner": "9" * 30}]
)
def test_a_story_that_cant_be_written_comes_back(alices, fields):
    answer = alices.post(f"{BACKLOG}stories/", fields)
    assert answer.status_code == 400
    assert f'value="{fields["title"]}"' in answer.content.decode()


def test_many_are_planned_at_once(alices, sprint):
    bulk(alices, 3, 4, do="plan", sprint=sprint.pk)
    assert "2 stories changed" in page(alices)
    assert rows(alices) == ["AP-5"]


def test_many_are_handed_filed_labelled_and_dropped(alices, apollo, bob, theme):
    bulk(alices, 3, 4, do="hand", owner=bob.pk)
    bulk(alices, 3, 4, do="file", theme=theme.pk)
    bulk(alices, 3, 4, do="label", labels="moon, sea")
    for story in apollo.stories.filter(number__in=[3, 4]):
        assert (story.owner, story.theme, story.labels) == (bob, theme, ["moon", "sea"])
    bulk(alices, 3, 4, do="drop", sure=1)
    assert rows(alices) == ["AP-5"]


def test_a_change_of_many_is_one_or_none(alices, apollo, sprint, alice, stories):
    """Each story has room for twenty labels; the second has none left."""
    stories[3].label([f"label {n}" for n in range(20)], by=alice)
    answer = bulk(alices, 3, 4, do="label", labels="one more")
    assert answer.status_code == 302
    told = page(alices)
    assert "AP-4" in told
    assert "Nothing was changed" in told
    assert apollo.stories.get(number=3).labels == []


@pytest.mark.parametrize(
    "fields",
    [
        {"do": "plan"},
        {"stories": ["3"], "do": "fly"},
        {"stories": ["3"]},
        {"stories": ["77"], "do": "drop"},
        {"stories": ["x"], "do": "drop"},
        {"stories": ["\0"], "do": "drop"},
        {"stories": ["9" * 30], "do": "drop"},
        {"stories": ["²"], "do": "drop"},
        {"stories": ["3"], "do": "plan", "sprint": "nowhere"},
    ],
)
def test_bad_changes_of_many_are_refused_with_a_sentence(alices, fields):
    answer = alices.post(f"{BACKLOG}changes/", fields)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()


def test_what_was_selected_stays_selected_after_a_refusal(alices):
    told = bulk(alices, 3, 4, do="fly").content.decode()
    assert told.count('aria-label="Select AP-3" checked') == 1
    assert 'aria-label="Select AP-5" checked' not in told


def test_stories_of_another_project_cant_be_changed_here(alices, team, alice):
    other = Project.start(team, key="GE", name="Gemini", by=alice)
    for _ in range(9):
        last = Story.write(other, title="Elsewhere", by=alice)
    assert bulk(alices, last.number, do="drop", sure=1).status_code == 400


def test_a_guest_reads_the_backlog(client, gina, stories):
    client.force_login(gina)
    told = page(client)
    assert "Story 3" in told
    for control in ('id="bulk"', 'id="new"', "/rankings/", "data-board ", "/estimates/"):
        assert control not in told
    answer = client.post(
        f"{BACKLOG}changes/",
        {"stories": [3], "do": "drop", "sure": 1},
        headers={"X-Requested-With": "fetch"},
    )
    assert answer.status_code == 403


def test_a_stranger_finds_no_backlog(client, charlie, stories):
    client.force_login(charlie)
    assert client.get(BACKLOG).status_code == 404
    assert client.post(f"{BACKLOG}changes/", {}).status_code == 404
    assert client.post(f"{BACKLOG}stories/", {}).status_code == 404


def test_wrong_methods_are_refused(alices):
    assert alices.post(BACKLOG).status_code == 405
    assert alices.get(f"{BACKLOG}changes/").status_code == 405
    assert alices.get(f"{BACKLOG}stories/").status_code == 405


def test_the_backlog_costs_the_same_with_more_stories(alices, apollo, alice, sprint):
    def grow():
        for number in range(12):
            Story.write(apollo, title=f"More {number}", by=alice)
            Story.write(apollo, title=f"Planned {number}", owner=alice, sprint=sprint, by=alice)

    assert_budget("page backlog", lambda: alices.get(BACKLOG), grow)
