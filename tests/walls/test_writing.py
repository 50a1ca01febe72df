"""While a wall is written on, everybody has their own notes and knows how many there are."""

from uuid import uuid4

import pytest
from django.test import override_settings

from base.refusals import NotAllowed
from history.models import Event
from jobs.models import Job
from projects.refusals import ProjectClosed
from tests.present import present
from walls.models import Note, SealedNote, Wall
from walls.models.writable import MOST_NOTES
from walls.refusals import (
    HandleTaken,
    NoteOfSomebodyElse,
    NotOnWall,
    SprintHasWall,
    WallDots,
    WallFull,
    WallNoteWords,
    WallOfDropped,
    WallOfSprintNotBegun,
    WallPrompts,
    WallRevealedMeanwhile,
    WallWithoutTitle,
)

NUL, HALF = "a\0b", "a\ud800b"


def words_of(wall, reader):
    return {one.words for one in wall.own_notes(reader)}


def test_a_wall_of_a_use_case_is_signed_and_looks_ahead(wall):
    assert (wall.state, wall.is_anonymous, wall.dots, wall.revision) == ("writing", False, 3, 0)
    assert [str(one) for one in wall.prompts.all()] == [
        "What do we know", "What do we need", "What could we try",
    ]  # fmt: skip
    line = Event.objects.latest("pk")
    assert line.verb == "wall_opened"
    assert line.is_internal
    assert line.details["title"] == "How to land"


def test_a_sprint_s_wall_is_its_retrospective_and_there_is_one(running, alice, bob):
    wall = Wall.open_for(running, title="Looking back", by=bob)
    assert wall.is_anonymous
    assert str(wall.prompts.first()) == "What went well"
    with pytest.raises(SprintHasWall):
        Wall.open_for(running, title="Another one", by=alice)


def test_nothing_is_opened_for_what_has_not_begun_or_was_dropped(sprint, use_case, theme, alice):
    with pytest.raises(WallOfSprintNotBegun):
        Wall.open_for(sprint, title="Too early", by=alice)
    use_case.drop(by=alice)
    theme.enter("dropped", by=alice)
    for host in (use_case, theme):
        with pytest.raises(WallOfDropped):
            Wall.open_for(host, title="Too late", by=alice)


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"title": "  "}, WallWithoutTitle),
        ({"title": "x" * 121}, WallWithoutTitle),
        ({"title": NUL}, WallWithoutTitle),
        ({"prompts": ["What"] * 9}, WallPrompts),
        ({"prompts": ["What", " "]}, WallPrompts),
        ({"prompts": ["x" * 81]}, WallPrompts),
        ({"dots": 0}, WallDots),
        ({"dots": 11}, WallDots),
    ],
)
def test_what_makes_no_wall_is_refused(use_case, alice, wrong, refusal):
    with pytest.raises(refusal):
        Wall.open_for(use_case, **{"title": "How", "by": alice, **wrong})
    assert not Wall.objects.exists()


def test_everybody_reads_their_own_notes_alone(wall, know, alice, bob):
    mine = wall.write(" Wind ", prompt=know, by=alice)
    wall.write("Fuel", prompt=know, by=bob)
    assert wall.own_notes(alice) == [(mine.pk, "Wind", know.pk)]
    assert words_of(wall, bob) == {"Fuel"}
    assert wall.sealed_notes.count() == 2
    assert not Note.objects.exists()


@pytest.mark.parametrize("name", ["wall", "anonymous"])
def test_it_leaves_neither_a_line_nor_a_job(request, name, alice):
    wall = request.getfixturevalue(name)
    before = Event.objects.count(), list(Job.objects.values())
    prompt = wall.prompts.first()
    note = wall.write("Wind", prompt=prompt, by=alice)
    wall.reword(note.pk, "Storm", prompt=prompt, by=alice)
    wall.withdraw(note.pk, by=alice)
    assert (Event.objects.count(), list(Job.objects.values())) == before


def test_a_row_holds_neither_words_nor_prompt_nor_author_nor_time(anonymous, alice):
    note = anonymous.write("Wind", prompt=present(anonymous.prompts.first()), by=alice)
    row = SealedNote.objects.values("handle", "wall_id", "author_id", "author_hash").get()
    assert len(SealedNote._meta.fields) == len(row) + 1
    sealed = bytes(note.sealed)
    assert b"Wind" not in sealed
    assert len(sealed) == len(_other(anonymous, alice))
    assert row == {
        "handle": note.pk, "wall_id": anonymous.pk, "author_id": None,
        "author_hash": note.author_hash,
    }  # fmt: skip


def _other(wall, author):
    return bytes(wall.write("漢" * 500, prompt=present(wall.prompts.last()), by=author).sealed)


def test_hashes_of_one_person_differ_from_wall_to_wall(anonymous, use_case, alice):
    other = Wall.open_for(use_case, title="Again", is_anonymous=True, by=alice)
    notes = [
        one.write("x", prompt=present(one.prompts.first()), by=alice) for one in (anonymous, other)
    ]
    assert notes[0].author_hash != notes[1].author_hash


def test_a_note_sent_twice_is_one_and_keeps_what_was_said_since(wall, know, alice, bob):
    handle = uuid4()
    wall.write("Wind", prompt=know, handle=handle, by=alice)
    wall.reword(handle, "Storm", prompt=know, by=alice)
    wall.write("Wind", prompt=know, handle=handle, by=alice)
    assert words_of(wall, alice) == {"Storm"}
    assert wall.revision == 1
    with pytest.raises(HandleTaken):
        wall.write("Mine", prompt=know, handle=handle, by=bob)


def test_a_handle_of_another_wall_is_taken(wall, anonymous, know, alice):
    note = anonymous.write("Wind", prompt=present(anonymous.prompts.first()), by=alice)
    with pytest.raises(HandleTaken):
        wall.write("Wind", prompt=know, handle=note.pk, by=alice)


def test_only_one_s_own_note_is_reworded_or_taken_off(wall, know, need, alice, bob):
    note = wall.write("Wind", prompt=know, by=alice)
    with pytest.raises(NoteOfSomebodyElse):
        wall.reword(note.pk, "Mine", prompt=know, by=bob)
    wall.withdraw(note.pk, by=bob)
    wall.reword(note.pk, "Storm", prompt=need, by=alice)
    assert wall.own_notes(alice) == [(note.pk, "Storm", need.pk)]
    wall.withdraw(note.pk, by=alice)
    wall.withdraw(note.pk, by=alice)
    assert wall.own_notes(alice) == []


def test_the_revision_tells_how_often_their_number_changed_and_no_more(wall, know, alice):
    note = wall.write("Wind", prompt=know, by=alice)
    wall.reword(note.pk, "Storm", prompt=know, by=alice)
    assert Wall.objects.get(pk=wall.pk).revision == 1
    wall.withdraw(note.pk, by=alice)
    assert Wall.objects.get(pk=wall.pk).revision == 2


@pytest.mark.parametrize("words", ["", " \n", "x" * 501, NUL, HALF])
def test_what_could_not_be_opened_is_refused_while_it_is_typed(wall, know, alice, words):
    with pytest.raises(WallNoteWords):
        wall.write(words, prompt=know, by=alice)
    assert wall.sealed_notes.count() == 0


def test_a_prompt_of_another_wall_and_a_full_wall_are_refused(wall, anonymous, know, alice, bob):
    with pytest.raises(NotOnWall):
        wall.write("Wind", prompt=present(anonymous.prompts.first()), by=alice)
    full = [SealedNote(wall=wall, sealed=b"", author=bob) for _ in range(MOST_NOTES)]
    SealedNote.objects.bulk_create(full)
    with pytest.raises(WallFull):
        wall.write("Wind", prompt=know, by=alice)


@pytest.mark.parametrize("who", ["gina", "charlie", "root"])
def test_only_who_works_in_the_team_writes(request, wall, know, who):
    with pytest.raises(NotAllowed):
        wall.write("Wind", prompt=know, by=request.getfixturevalue(who))


def test_who_left_writes_no_more_and_a_closed_project_takes_nothing(wall, know, team, alice, bob):
    wall.write("Fuel", prompt=know, by=bob)
    team.let_go(bob, by=alice)
    with pytest.raises(NotAllowed):
        wall.write("Wind", prompt=know, by=bob)
    wall.project.enter("finished", by=alice)
    with pytest.raises(ProjectClosed):
        wall.write("Wind", prompt=know, by=alice)


def test_after_the_reveal_nothing_is_written(revealed, know, alice):
    for late in (
        lambda: revealed.write("Late", prompt=know, by=alice),
        lambda: revealed.reword(uuid4(), "Late", prompt=know, by=alice),
        lambda: revealed.withdraw(uuid4(), by=alice),
    ):
        with pytest.raises(WallRevealedMeanwhile):
            late()
    assert revealed.own_notes(alice) == []


@pytest.mark.parametrize("name", ["wall", "anonymous"])
def test_an_earlier_secret_still_finds_one_s_own(request, settings, name, alice):
    wall = request.getfixturevalue(name)
    note = wall.write("Wind", prompt=present(wall.prompts.first()), by=alice)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another" * 9
    assert [one.handle for one in wall.own_notes(alice)] == [note.pk]


def test_what_another_installation_sealed_is_named_and_not_shown(wall, know, alice):
    wall.write("Wind", prompt=know, by=alice)
    with override_settings(SECRET_KEY="another" * 9):
        [own] = wall.own_notes(alice)
        assert not own.is_readable
        assert "Wind" not in own.words
        assert wall.unreadable_notes() == 1


def test_who_sees_a_wall(wall, running, alice, bob, gina, charlie):
    retrospective = Wall.open_for(running, title="Looking back", by=alice)
    for member in (alice, bob):
        assert set(Wall.objects.visible_to(member)) == {wall, retrospective}
    for other in (gina, charlie):
        assert not Wall.objects.visible_to(other).exists()


def test_the_database_holds_that_a_wall_belongs_to_one_thing(wall, theme):
    from django.db import IntegrityError, transaction

    wall.theme = theme
    with pytest.raises(IntegrityError), transaction.atomic():
        wall.save(update_fields=["theme"])
