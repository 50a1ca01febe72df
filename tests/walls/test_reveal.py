"""At the reveal all notes are open at once, made anew; from then on they can be worked with."""

import pytest
from django.test import override_settings

from base.refusals import NotAllowed
from history.models import Event, OldText
from projects.refusals import ProjectClosed
from tests.present import present
from walls.models import Note, NoteGroup, SealedNote, Wall
from walls.refusals import (
    NoteOfAnotherAuthor,
    NoteWithoutAuthor,
    WallNotRevealed,
    WallOfLeads,
    WallOfRetrospective,
    WallWithoutNotes,
)


def note_of(words):
    return Note.objects.select_related("wall__project__team", "group").get(words=words)


def lines(verb):
    return Event.objects.filter(verb=verb)


def test_each_note_stands_in_a_group_of_its_own_under_its_prompt(revealed, know, need, bob):
    assert revealed.state == "grouping"
    under: dict[int, list[list[str]]] = {}
    for group in NoteGroup.objects.prefetch_related("notes"):
        under.setdefault(group.prompt_id, []).append([one.words for one in group.notes.all()])
    assert sorted(under[know.pk]) == [["Fuel"], ["Wind"]]
    assert under[need.pk] == [["A map"]]
    assert sorted(know.groups.values_list("position", flat=True)) == [1, 2]
    assert note_of("A map").author == bob
    assert not SealedNote.objects.exists()


def test_one_line_says_how_many_there_were(revealed, alice, bob):
    revealed.reveal(by=bob)
    line = lines("wall_revealed").get()
    assert line.actor == alice
    assert line.details == {"wall": revealed.pk, "notes": 3, "unreadable": 0}


def test_an_anonymous_note_says_nothing_of_who_wrote_it(anonymous, alice, bob):
    for author in (alice, bob):
        anonymous.write(author.name, prompt=present(anonymous.prompts.first()), by=author)
    anonymous.reveal(by=bob)
    assert set(Note.objects.values_list("author", flat=True)) == {None}


def test_the_order_of_ids_is_one_of_chance(use_case, alice):
    seen = set()
    for turn in range(4):
        wall = Wall.open_for(use_case, title=f"Wall {turn}", by=alice)
        for number in range(12):
            wall.write(f"{number:02}", prompt=present(wall.prompts.first()), by=alice)
        wall.reveal(by=alice)
        seen.add(tuple(wall.notes.order_by("pk").values_list("words", flat=True)))
    assert len(seen) == 4
    assert tuple(f"{number:02}" for number in range(12)) not in seen


def test_what_can_not_be_read_here_is_lost_and_counted(wall, know, alice):
    with override_settings(SECRET_KEY="another" * 9):
        wall.write("Elsewhere", prompt=know, by=alice)
    wall.write("Here", prompt=know, by=alice)
    wall.reveal(by=alice)
    assert [one.words for one in wall.notes.all()] == ["Here"]
    assert lines("wall_revealed").get().details["unreadable"] == 1


def test_an_empty_wall_is_not_revealed(wall, alice):
    with pytest.raises(WallWithoutNotes):
        wall.reveal(by=alice)


@pytest.mark.parametrize("who", ["gina", "charlie", "root"])
def test_only_who_works_here_reveals(request, wall, know, alice, who):
    wall.write("Wind", prompt=know, by=alice)
    with pytest.raises(NotAllowed):
        wall.reveal(by=request.getfixturevalue(who))
    assert SealedNote.objects.exists()


def test_sealed_stays_sealed_in_a_project_that_ended(wall, know, alice):
    wall.write("Wind", prompt=know, by=alice)
    wall.project.enter("finished", by=alice)
    with pytest.raises(ProjectClosed):
        wall.reveal(by=alice)


def test_its_author_rewords_a_signed_note_and_the_old_words_are_kept(revealed, alice, bob):
    note = note_of("A map")
    note.reword("A newer map", by=bob)
    note.reword("A newer map", by=bob)
    assert lines("note_reworded").get().details["now"] == {"words": "A newer map"}
    assert OldText.objects.get().text == "A map"
    with pytest.raises(NoteOfAnotherAuthor):
        note.reword("Hers", by=alice)


def test_its_author_or_a_lead_takes_a_signed_note_off(revealed, alice, bob, carol):
    with pytest.raises(NoteOfAnotherAuthor):
        note_of("A map").withdraw(by=carol)
    note_of("A map").withdraw(by=bob)
    with pytest.raises(NoteOfAnotherAuthor):
        note_of("Wind").withdraw(by=bob)
    note_of("Wind").withdraw(by=alice)
    assert [one.words for one in Note.objects.all()] == ["Fuel"]
    assert NoteGroup.objects.count() == 1
    assert [line.details["was"]["words"] for line in lines("note_withdrawn")] == ["A map", "Wind"]


def test_of_an_anonymous_wall_a_lead_takes_a_note_off_without_a_line(anonymous, alice, bob):
    anonymous.write("Wind", prompt=present(anonymous.prompts.first()), by=bob)
    anonymous.reveal(by=bob)
    before = Event.objects.count()
    note = note_of("Wind")
    with pytest.raises(NoteWithoutAuthor):
        note.reword("Storm", by=bob)
    with pytest.raises(WallOfLeads):
        note.withdraw(by=bob)
    note.withdraw(by=alice)
    assert not Note.objects.exists()
    assert Event.objects.count() == before


def test_a_revealed_wall_is_shown_to_guests_and_made_internal_again(
    wall, know, alice, bob, gina, charlie
):
    with pytest.raises(WallNotRevealed):
        wall.show(by=bob)
    wall.write("Wind", prompt=know, by=alice)
    wall.reveal(by=alice)
    revision = wall.revision
    wall.show(by=bob)
    assert wall.revision == revision + 1
    assert list(Wall.objects.visible_to(gina)) == [wall]
    assert Note.objects.visible_to(gina).count() == 1
    assert not Note.objects.visible_to(charlie).exists()
    assert not lines("wall_shown").get().is_internal
    wall.make_internal(by=bob)
    assert not Note.objects.visible_to(gina).exists()


def test_a_retrospective_is_never_shown(running, alice):
    wall = Wall.open_for(running, title="Looking back", by=alice)
    wall.write("Wind", prompt=present(wall.prompts.first()), by=alice)
    wall.reveal(by=alice)
    with pytest.raises(WallOfRetrospective):
        wall.show(by=alice)
