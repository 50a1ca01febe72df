import pytest
from django.db import IntegrityError, transaction

from stories.models import Dependency
from teams.refusals import Invalid


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
