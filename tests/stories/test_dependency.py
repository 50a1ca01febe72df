import pytest
from django.db import IntegrityError, transaction

from base.refusals import Invalid
from projects.models import Hypothesis, Project
from stories.models import Dependency, Story
from tests.budgets import assert_budget

PAGE = "/stories/AP-1/"


def change(client, **fields):
    return client.post(
        f"{PAGE}dependencies/", fields, headers={"Referer": f"http://testserver{PAGE}"}
    )


def told(client, page=PAGE):
    return client.get(page).content.decode()


def test_a_story_depends_on_another_once(stories, bob):
    for _ in range(2):
        stories[0].depend_on(stories[1], by=bob)
    assert stories[0].dependencies.get().needs == stories[1]
    assert stories[0].events.filter(verb="story_depended").count() == 1


def test_circles_are_refused_however_long(stories, bob):
    stories[0].depend_on(stories[1], by=bob)
    stories[1].depend_on(stories[2], by=bob)
    assert stories[0].needed() == {stories[1].pk, stories[2].pk}
    with pytest.raises(Invalid, match="waits for AP-3 already"):
        stories[2].depend_on(stories[0], by=bob)
    with pytest.raises(Invalid):
        stories[0].depend_on(stories[0], by=bob)


def test_it_is_released_once(stories, bob):
    stories[0].depend_on(stories[1], by=bob)
    for _ in range(2):
        stories[0].release_from(stories[1], by=bob)
        assert not Dependency.objects.exists()
        assert stories[0].events.filter(verb="story_released").count() == 1


def test_the_database_refuses_a_story_that_needs_itself(story):
    with pytest.raises(IntegrityError), transaction.atomic():
        Dependency.objects.create(story=story, needs=story)


def test_the_page_says_what_it_waits_for_and_what_waits(alices, stories, bob, done):
    for other in stories[1:3]:
        stories[0].depend_on(other, by=bob)
    assert "2 not done" in told(alices)
    stories[1].move_to(done, by=bob)
    page = told(alices)
    assert "1 not done" in page
    assert page.index("Waits for") < page.index("AP-2") < page.index("AP-3")
    assert "Is waited for by" not in page
    page = told(alices, "/stories/AP-2/")
    assert page.index("Is waited for by") < page.index('href="/stories/AP-1/"')


def test_it_is_added_and_taken_away_by_forms(alices, stories):
    assert change(alices, needs="ap-2").url == PAGE
    assert stories[0].dependencies.get().needs == stories[1]
    assert 'name="ends"' in told(alices)
    assert change(alices, needs="AP-2", ends="1").url == PAGE
    assert not Dependency.objects.exists()


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        ("AP-1", "A story depends on another one of its project."),
        ("AP-3", "AP-3 waits for AP-1 already."),
        ("AP-99", "There is no story “AP-99” here."),
        ("OT-1", "There is no story “OT-1” here."),
        ("nonsense", "There is no story “nonsense” here."),
        ("", "This field is required."),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(alices, stories, bob, charlie, key, sentence):
    Story.write(
        Project.start(charlie.memberships.get().team, key="OT", name="Other", by=charlie),
        title="Elsewhere",
        by=charlie,
    )
    stories[2].depend_on(stories[1], by=bob)
    stories[1].depend_on(stories[0], by=bob)
    answer = change(alices, needs=key)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert sentence in page
    assert f'name="needs" value="{key}"' in page  # what was typed is still there
    assert not stories[0].dependencies.exists()


def test_what_follows_a_refused_form_leads_back_to_the_page(alices, stories):
    """The page with the refusal stands at the address of the form."""
    answer = alices.post(
        f"{PAGE}dependencies/",
        {"needs": "AP-2"},
        headers={"Referer": f"http://testserver{PAGE}dependencies/"},
    )
    assert answer.url == PAGE


def test_a_guest_reads_it_and_changes_nothing(client, gina, stories, bob):
    stories[0].depend_on(stories[1], by=bob)
    client.force_login(gina)
    assert 'href="/stories/AP-2/"' in told(client)
    assert 'name="needs"' not in told(client)
    change(client, needs="AP-3")
    assert stories[0].dependencies.get().needs == stories[1]


def test_a_page_with_all_kinds_of_history_keeps_to_its_budget(alices, theme, stories, bob):
    def grow(first=1):
        for number in range(first, first + 2):
            stories[0].depend_on(stories[number], by=bob)
            stories[4].depend_on(stories[0], by=bob)
            guess = Hypothesis.draft(theme, prediction=f"Guess {number}", by=bob)
            stories[0].test(guess, by=bob)
        stories[0].release_from(stories[first], by=bob)

    grow()
    assert_budget("page story", lambda: alices.get(PAGE), lambda: grow(2))
    page = told(alices)
    assert "wait for <strong>Story 2</strong>" in page
    assert "test the hypothesis <strong>Guess 1</strong>" in page
