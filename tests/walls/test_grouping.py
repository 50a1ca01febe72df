"""Open notes are put together, named, joined by arrows, voted on and talked through."""

import pytest

from base.refusals import NotAllowed, Refused
from history.models import Event
from projects.models import Question
from projects.refusals import RemovedMeanwhile
from stories.models import Story
from tests.present import present
from tests.walls.test_reveal import lines, note_of
from walls.models import Note, NoteArrow, NoteGroup, Vote, Wall
from walls.refusals import (
    ArrowToItself,
    NoSuchTimer,
    NoteBecameSomething,
    NoteMovedTwice,
    NoteNeedsPlace,
    NotOnWall,
    TooManyDots,
    WallDots,
    WallInAnotherState,
    WallNotRevealed,
    WallOfLeads,
    WallStaysOpened,
)


def under(prompt):
    """Groups of a prompt, each as its notes' words."""
    groups = prompt.groups.order_by("position")
    return [[one.words for one in group.notes.order_by("position")] for group in groups]


def fresh(wall):
    return Wall.objects.select_related("project__team").get(pk=wall.pk)


@pytest.fixture
def elsewhere(use_case, alice):
    """A note on another wall."""
    wall = Wall.open_for(use_case, title="Elsewhere", by=alice)
    wall.write("Elsewhere", prompt=present(wall.prompts.first()), by=alice)
    wall.reveal(by=alice)
    return wall.notes.get()


def test_a_note_put_on_another_joins_its_group_and_leaves_none_empty(revealed, know, need, bob):
    group = note_of("A map").group
    note_of("Wind").move(to_group=group, by=bob)
    note_of("Fuel").move(to_group=group, position=1, by=bob)
    assert (under(know), under(need)) == ([], [["Fuel", "A map", "Wind"]])
    note_of("A map").move(to_group=group, position=3, by=bob)
    assert under(need) == [["Fuel", "Wind", "A map"]]


def test_a_note_put_under_a_prompt_stands_by_itself(revealed, know, need, alice, bob):
    note_of("Wind").move(to_group=note_of("A map").group, by=bob)
    note_of("Wind").move(to_prompt=know, position=1, by=bob)
    assert (under(know), under(need)) == ([["Wind"], ["Fuel"]], [["A map"]])
    note_of("Wind").move(to_prompt=need, position=1, by=bob)
    assert (under(know), under(need)) == ([["Fuel"]], [["Wind"], ["A map"]])
    assert NoteGroup.objects.count() == 3


def test_a_group_moves_whole_and_is_named(revealed, know, need, bob):
    group = note_of("A map").group
    group.move(prompt=know, position=1, by=bob)
    assert under(know)[0] == ["A map"]
    assert sorted(know.groups.values_list("position", flat=True)) == [1, 2, 3]
    group.move(position=3, by=bob)
    assert under(know)[2] == ["A map"]
    assert group.called == "A map"
    group.name_it(" Ways ", by=bob)
    assert NoteGroup.objects.get(pk=group.pk).called == "Ways"


def test_what_is_moved_nowhere_or_to_another_wall_is_refused(revealed, know, elsewhere, bob):
    note = note_of("Wind")
    for to in ({}, {"to_group": note.group, "to_prompt": know}):
        with pytest.raises(NoteMovedTwice):
            note.move(by=bob, **to)
    for to in ({"to_group": elsewhere.group}, {"to_prompt": elsewhere.group.prompt}):
        with pytest.raises(NotOnWall):
            note.move(by=bob, **to)
    with pytest.raises(NotOnWall):
        note.group.move(prompt=elsewhere.group.prompt, by=bob)


def test_what_was_taken_away_meanwhile_says_so(revealed, alice, bob):
    gone, other = note_of("Wind"), note_of("Fuel")
    note_of("Wind").withdraw(by=alice)
    with pytest.raises(RemovedMeanwhile):
        gone.move(to_group=other.group, by=bob)
    with pytest.raises(RemovedMeanwhile):
        other.move(to_group=gone.group, by=bob)
    with pytest.raises(RemovedMeanwhile):
        gone.group.name_it("Weather", by=bob)


def test_arrows_join_two_notes_and_are_drawn_anew(revealed, elsewhere, bob):
    wind, fuel = note_of("Wind"), note_of("Fuel")
    arrow = NoteArrow.draw(wind, fuel, label="needs", by=bob)
    assert NoteArrow.draw(wind, fuel, label="costs", by=bob) == arrow
    assert [one.label for one in NoteArrow.objects.all()] == ["costs"]
    with pytest.raises(ArrowToItself):
        NoteArrow.draw(wind, wind, by=bob)
    with pytest.raises(NotOnWall):
        NoteArrow.draw(wind, elsewhere, by=bob)
    arrow.erase(by=bob)
    NoteArrow(pk=arrow.pk or 1, wall=revealed).erase(by=bob)
    assert not NoteArrow.objects.exists()


def test_a_note_taken_off_takes_its_arrows_along(revealed, alice, bob):
    NoteArrow.draw(note_of("Wind"), note_of("Fuel"), by=bob)
    note_of("Fuel").withdraw(by=alice)
    assert not NoteArrow.objects.exists()


def test_grouping_leaves_no_line_and_counts_as_a_change(revealed, know, bob):
    before, revision = Event.objects.count(), fresh(revealed).revision
    note_of("Wind").move(to_group=note_of("Fuel").group, by=bob)
    note_of("Wind").group.name_it("Weather", by=bob)
    assert Event.objects.count() == before
    assert fresh(revealed).revision == revision + 2


def test_dots_are_set_not_added_and_there_are_only_so_many(revealed, elsewhere, alice, bob):
    wind, fuel = note_of("Wind").group, note_of("Fuel").group
    revealed.open_votes(by=bob)
    revision = revealed.revision
    for dots in (2, 1, 2):
        revealed.vote(wind, dots, by=bob)
    revealed.vote(fuel, 1, by=bob)
    with pytest.raises(TooManyDots):
        revealed.vote(fuel, 2, by=bob)
    for wrong, refusal in ((-1, WallDots), (4, TooManyDots)):
        with pytest.raises(refusal):
            revealed.vote(fuel, wrong, by=bob)
    with pytest.raises(NotOnWall):
        revealed.vote(elsewhere.group, 1, by=bob)
    revealed.vote(fuel, 0, by=bob)
    assert revealed.own_votes(bob) == {wind.pk: 2}
    assert revealed.own_votes(alice) == {}
    assert fresh(revealed).revision == revision


def test_votes_are_counted_and_thrown_away(revealed, alice, bob):
    wind, fuel = note_of("Wind").group, note_of("Fuel").group
    fuel.name_it("Energy", by=bob)
    revealed.open_votes(by=bob)
    revealed.vote(fuel, 3, by=alice)
    revealed.vote(fuel, 1, by=bob)
    revealed.vote(wind, 1, by=bob)
    revealed.close_votes(by=alice)
    revealed.close_votes(by=bob)
    assert not Vote.objects.exists()
    assert [(one.called, one.dots) for one in revealed.groups.order_by("-dots")] == [
        ("Energy", 4),
        ("Wind", 1),
        ("A map", 0),
    ]
    told = lines("wall_votes_closed").get().details["sums"]
    assert told == [
        {"group": fuel.pk, "name": "Energy", "dots": 4},
        {"group": wind.pk, "name": "Wind", "dots": 1},
    ]


def test_a_vote_is_found_under_an_earlier_secret_and_changed_not_doubled(revealed, settings, bob):
    wind = note_of("Wind").group
    revealed.open_votes(by=bob)
    revealed.vote(wind, 2, by=bob)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another" * 9
    revealed.vote(wind, 3, by=bob)
    assert [one.dots for one in Vote.objects.all()] == [3]


def test_what_comes_too_early_or_too_late_is_refused(revealed, wall, use_case, alice, bob):
    wind = note_of("Wind")
    sealed = Wall.open_for(use_case, title="Sealed", by=alice)
    for early in (sealed.open_votes, sealed.close_votes, sealed.close):
        with pytest.raises(WallNotRevealed):
            early(by=bob)
    with pytest.raises(WallInAnotherState):
        revealed.vote(wind.group, 1, by=bob)
    with pytest.raises(WallInAnotherState):
        revealed.discuss(wind.group, by=bob)
    revealed.open_votes(by=bob)
    for late in (
        lambda: wind.move(to_group=note_of("Fuel").group, by=bob),
        lambda: NoteArrow.draw(wind, note_of("Fuel"), by=bob),
        lambda: revealed.close(by=bob),
    ):
        with pytest.raises(WallInAnotherState):
            late()


def test_a_lead_takes_it_back_step_by_step_and_votes_begin_anew(revealed, alice, bob, root):
    revealed.open_votes(by=bob)
    revealed.vote(note_of("Wind").group, 2, by=bob)
    revealed.close_votes(by=bob)
    revealed.discuss(note_of("Wind").group, by=bob)
    revealed.close(by=bob)
    for other in (bob, root):
        with pytest.raises(NotAllowed):
            revealed.step_back(by=other)
    with pytest.raises(WallOfLeads):
        revealed.step_back(by=bob)
    revealed.step_back(by=alice)
    assert (fresh(revealed).state, note_of("Wind").group.dots) == ("discussing", 2)
    revealed.step_back(by=alice)
    now = fresh(revealed)
    assert (now.state, now.discussed, note_of("Wind").group.dots) == ("voting", None, None)
    revealed.vote(note_of("Wind").group, 1, by=bob)
    revealed.step_back(by=alice)
    assert (fresh(revealed).state, Vote.objects.count()) == ("grouping", 0)
    with pytest.raises(WallStaysOpened):
        revealed.step_back(by=alice)
    told = [(line.details["was"], line.details["now"]) for line in lines("wall_stepped_back")]
    assert told == [("closed", "discussing"), ("discussing", "voting"), ("voting", "grouping")]


def test_a_team_may_close_it_without_a_vote(revealed, bob):
    revealed.close(by=bob)
    revealed.close(by=bob)
    assert fresh(revealed).is_closed
    assert lines("wall_closed").count() == 1


def test_the_timer_is_shared_and_leaves_no_line(revealed, bob, gina):
    before = Event.objects.count()
    revealed.start_timer(60, by=bob)
    assert fresh(revealed).timer_ends_at
    revealed.stop_timer(by=bob)
    revealed.stop_timer(by=bob)
    assert fresh(revealed).timer_ends_at is None
    for seconds in (29, 3601):
        with pytest.raises(NoSuchTimer):
            revealed.start_timer(seconds, by=bob)
    with pytest.raises(NotAllowed):
        revealed.start_timer(60, by=gina)
    revealed.close(by=bob)
    with pytest.raises(WallInAnotherState):
        revealed.start_timer(60, by=bob)
    assert Event.objects.count() == before + 1


# --- What a note becomes --------------------------------------------------------------------------
def test_a_note_becomes_a_question_of_the_wall_s_use_case_once(revealed, use_case, bob):
    note = note_of("Wind")
    question = note.become_question("science", by=bob)
    assert (question.text, question.origin, question.use_case) == (
        "Wind",
        Question.Origin.NOTE,
        use_case,
    )
    assert note_of("Wind").became == ("question", question)
    line = lines("note_became").get()
    assert line.details == {
        "wall": revealed.pk,
        "note": note.pk,
        "kind": "question",
        "id": question.pk,
    }
    with pytest.raises(NoteBecameSomething):
        note.become_story(by=bob)
    assert not Story.objects.filter(title="Wind").exists()


def test_a_note_becomes_a_theme_a_hypothesis_and_a_story_also_once_it_is_closed(
    revealed, use_case, theme, bob
):
    revealed.close(by=bob)
    charted = note_of("Wind").become_theme(by=bob)
    assert list(charted.use_cases.all()) == [use_case]
    with pytest.raises(NoteNeedsPlace):
        note_of("Fuel").become_hypothesis(by=bob)
    drafted = note_of("Fuel").become_hypothesis(
        theme=theme, threshold="2 t", kill_rule="", time_box_days=14, by=bob
    )
    assert (drafted.prediction, drafted.theme) == ("Fuel", theme)
    story = note_of("A map").become_story(title="Draw a map", by=bob)
    assert story.title == "Draw a map"
    assert lines("note_became").latest("pk").details["story_key"] == story.key


def test_a_retrospective_s_note_becomes_an_action_and_holds_it(running, alice, bob):
    wall = Wall.open_for(running, title="Looking back", by=alice)
    wall.write("Talk more", prompt=present(wall.prompts.first()), by=bob)
    wall.reveal(by=alice)
    note = note_of("Talk more")
    with pytest.raises(NoteNeedsPlace):
        note.become_question("science", by=bob)
    action = note.become_action(owner=bob, due=running.ends_on, by=alice)
    assert (action.title, action.retrospective.sprint) == ("Talk more", running)


def test_an_action_needs_a_sprint(revealed, sprint, bob):
    with pytest.raises(NoteNeedsPlace):
        note_of("Wind").become_action(owner=bob, due=sprint.ends_on, by=bob)


def test_what_the_noun_refuses_leaves_the_note_as_it_was(revealed, bob, use_case, alice):
    use_case.drop(by=alice)
    with pytest.raises(Refused):
        note_of("Wind").become_question("science", by=bob)
    assert note_of("Wind").became is None
    assert not lines("note_became").exists()


def test_a_note_taken_off_leaves_what_it_became(revealed, alice, bob):
    question = note_of("Wind").become_question("science", by=bob)
    note_of("Wind").withdraw(by=alice)
    assert Question.objects.filter(pk=question.pk).exists()
    assert not Note.objects.filter(words="Wind").exists()
