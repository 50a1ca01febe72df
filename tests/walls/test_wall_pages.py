"""A wall through its pages: who sees which words when, and what each may do by plain forms."""

from uuid import uuid4

import pytest
from django.test import Client

from base.roles import Discipline
from projects.models import UseCase
from tests.budgets import assert_budget
from tests.world import person
from walls.models import Note, NoteArrow, SealedNote, Wall
from web.models.idempotency_record import IdempotencyRecord

WORDS = "zugvogel-7391"


@pytest.fixture
def use_case(apollo, alice):
    return UseCase.distil(apollo, title="Land softly", by=alice)


@pytest.fixture
def wall(use_case, alice):
    return Wall.open_for(use_case, title="What now?", by=alice)


@pytest.fixture
def prompt(wall):
    return wall.prompts.first()


@pytest.fixture
def read(wall):
    def page(user, path=None, **headers):
        client = Client()
        client.force_login(user)
        return client.get(path or f"/walls/{wall.pk}/", headers=headers)

    return page


@pytest.fixture
def act(wall):
    def send(user, verb, script=False, **fields):
        client = Client()
        client.force_login(user)
        headers = {"X-Requested-With": "fetch"} if script else {}
        return client.post(f"/walls/{wall.pk}/{verb}/", fields, headers=headers)

    return send


def revealed(wall, prompt, alice, bob, notes=4):
    for number in range(notes):
        wall.write(f"Note {number}", prompt=prompt, by=(alice, bob)[number % 2])
    wall.reveal(by=alice)
    return list(Note.objects.filter(wall=wall).order_by("words"))


def test_while_it_is_written_on_others_see_a_number_alone(read, wall, prompt, alice, bob):
    wall.write(WORDS, prompt=prompt, by=alice)
    assert WORDS in read(alice).content.decode()
    answer = read(bob)
    assert WORDS not in answer.content.decode()
    assert "1 note" in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"


def test_a_form_that_is_sent_twice_makes_one_note_and_leaves_no_record(act, wall, prompt, alice):
    fields = {"words": WORDS, "prompt": prompt.pk, "handle": uuid4(), "once": f"name.{alice.pk}"}
    for _ in range(2):
        assert act(alice, "notes", **fields).status_code == 302
    assert SealedNote.objects.count() == 1
    handle = fields["handle"]
    act(alice, "rewordings", words="Other", prompt=prompt.pk, handle=handle, once="a")
    act(alice, "withdrawals", handle=handle, once="b")
    assert not SealedNote.objects.exists()
    assert not IdempotencyRecord.objects.exists()


def test_a_note_that_comes_after_the_reveal_keeps_its_text_on_the_page(
    act, wall, prompt, alice, bob
):
    revealed(wall, prompt, alice, bob)
    fields = {"words": f"{WORDS} & <b>", "prompt": prompt.pk, "handle": uuid4()}
    answer = act(bob, "notes", **fields)
    assert answer.status_code == 409
    assert "zugvogel-7391 &amp; &lt;b&gt;" in answer.content.decode()
    answer = act(bob, "notes", script=True, **fields)
    assert (answer.status_code, answer["Content-Type"]) == (409, "text/plain")
    assert "revealed meanwhile" in answer.content.decode()
    assert Note.objects.count() == 4


@pytest.mark.parametrize(
    ("verb", "fields"),
    [
        ("notes", {"words": "", "prompt": 1}),
        ("notes", {"words": "a\0b", "prompt": "x", "handle": "no"}),
        ("rewordings", {"words": "x" * 501, "handle": uuid4()}),
        ("withdrawals", {"handle": "9" * 99}),
        ("votes", {"vote": "²:³"}),
        ("votes", {"vote": "9" * 18 + ":1"}),
        ("moves", {"note": "9" * 30}),
        ("group-moves", {"group": "", "prompt": "-1", "position": "1e9"}),
        ("names", {"group": "x", "name": "y" * 99}),
        ("arrows", {"source": 1, "target": "?"}),
        ("discussions", {"group": "99999999999999999999"}),
        ("timers", {"seconds": "5"}),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(act, wall, alice, verb, fields):
    answer = act(alice, verb, script=True, **fields)
    assert answer.status_code in (400, 409)
    assert answer.content
    assert act(alice, verb, **fields).status_code in (400, 409)


def test_from_the_reveal_to_the_end_by_plain_forms(act, read, wall, prompt, alice, bob):
    for words in ("One", "Two", "Three"):
        act(alice, "notes", words=words, prompt=prompt.pk, handle=uuid4())
    assert "Reveal the notes?" in act(bob, "reveals").content.decode()
    act(bob, "reveals", sure=1)
    one, three, two = Note.objects.order_by("words")
    act(bob, "moves", note=one.pk, group=two.group_id)
    act(bob, "moves", note=three.pk, prompt=wall.prompts.last().pk, position=1)
    act(bob, "names", group=two.group_id, name="Numbers")
    act(bob, "arrows", source=one.pk, target=three.pk, label="feeds")
    page = read(bob).content.decode()
    assert "Numbers" in page
    assert "feeds" in page
    act(bob, "vote-openings")
    act(alice, "votes", vote=f"{two.group_id}:2")
    assert "<strong>1</strong> of your 3 dots left" in read(alice).content.decode()
    assert "<strong>3</strong> of your 3 dots left" in read(bob).content.decode()
    act(alice, "vote-closings", sure=1)
    act(alice, "discussions", group=two.group_id)
    page = " ".join(read(bob).content.decode().split())
    assert "1 of 2, 2 dots" in page
    act(alice, f"notes/{one.pk}/stories")
    act(alice, "closings")
    page = read(bob).content.decode()
    assert 'href="/stories/AP-' in page
    assert "What came of it" in page
    arrow = NoteArrow.objects.get()
    assert act(alice, "erasures", arrow=arrow.pk).status_code == 302
    assert NoteArrow.objects.exists()  # a closed wall stays as it is


def test_a_note_becomes_what_it_asks_for_with_one_click(
    act, read, wall, prompt, theme, use_case, alice, bob
):
    notes = revealed(wall, prompt, alice, bob)
    sheet = read(bob, f"/walls/{wall.pk}/notes/{notes[0].pk}/").content.decode()
    for name in ("Question", "Hypothesis", "Theme", "Story"):
        assert name in sheet
    asked = {"asked_from": "science", "use_case": use_case.pk}
    act(bob, f"notes/{notes[0].pk}/questions", **asked)
    act(bob, f"notes/{notes[1].pk}/hypotheses", theme=theme.pk, threshold="It does")
    act(bob, f"notes/{notes[2].pk}/themes")
    assert [note.became and note.became[0] for note in Note.objects.order_by("words")] == [
        "question",
        "hypothesis",
        "theme",
        None,
    ]
    page = read(bob).content.decode()
    question = f"/use-cases/{use_case.pk}/questions/#question-"
    for address in (question, "/hypotheses/", "/themes/"):
        assert f'href="{address}' in page.partition('id="wall"')[2]
    again = act(bob, f"notes/{notes[0].pk}/questions", **asked)
    assert again.status_code == 409
    assert "It became a" in again.content.decode()


def test_a_retrospective_s_note_becomes_an_action(client, running, alice, bob):
    client.force_login(alice)
    address = f"/projects/AP/sprints/{running.number}/wall/"
    assert "Nobody can say" in client.get(address).content.decode()
    sheet = {"title": "Back", "prompts": "Good\nBad", "dots": 3, "is_anonymous": "on"}
    opened = client.post(address, sheet)
    wall = Wall.objects.get()
    assert opened["Location"] == f"/walls/{wall.pk}/" == client.get(address)["Location"]
    assert "words can be guessed" in " ".join(
        client.get(opened["Location"]).content.decode().split()
    )
    wall.write("Draw it", prompt=wall.prompts.get(position=1), by=bob)
    wall.reveal(by=alice)
    note = Note.objects.get()
    path = f"/walls/{wall.pk}/notes/{note.pk}/"
    assert "Action" in client.get(path).content.decode()
    client.post(f"{path}actions/", {"owner": alice.pk, "due": "2031-01-01"})
    note.refresh_from_db()
    assert note.action.title == "Draw it"
    assert f"#action-{note.action.pk}" in client.get(f"/walls/{wall.pk}/").content.decode()


def test_four_who_work_there_are_told_nothing_of_guesses(read, team, running, alice):
    wall = Wall.open_for(running, title="Back", by=alice)
    for name in ("dora", "emil"):
        team.take_in(person(name), discipline=Discipline.SCIENCE, by=alice)
    client = Client()
    client.force_login(alice)
    assert "guessed" not in client.get(f"/walls/{wall.pk}/").content.decode()


def test_guests_read_what_is_shown_to_them(act, read, wall, prompt, alice, bob, gina, charlie):
    assert read(gina).status_code == 404
    [one, *_] = revealed(wall, prompt, alice, bob)
    assert "Nothing to see yet" in read(gina, "/projects/AP/walls/").content.decode()
    act(alice, "shows")
    page = read(gina).content.decode()
    assert "Note 0" in page
    assert "<form" not in page.partition('id="wall"')[2].partition("</main>")[0]
    assert wall.title in read(gina, "/projects/AP/walls/").content.decode()
    assert act(gina, "moves", script=True, note=one.pk, prompt=prompt.pk).status_code == 403
    assert read(charlie).status_code == 404
    act(alice, "hides")
    assert read(gina).status_code == 404


def test_a_lead_takes_a_step_back_and_nobody_else(act, wall, prompt, alice, bob):
    revealed(wall, prompt, alice, bob)
    wall.open_votes(by=bob)
    assert "One step back?" in act(alice, "step-backs").content.decode()
    assert act(bob, "step-backs", script=True, sure=1).status_code == 403
    act(alice, "step-backs", sure=1)
    wall.refresh_from_db()
    assert wall.state == "grouping"


def test_an_empty_list_says_what_the_method_asks_for(client, use_case, alice):
    client.force_login(alice)
    page = client.get("/projects/AP/walls/").content.decode()
    assert "No wall yet" in page
    assert f'href="/use-cases/{use_case.pk}/wall/"' in page


def test_pages_of_what_a_wall_belongs_to_lead_there(client, use_case, theme, running, alice):
    client.force_login(alice)
    case, themes = f"/use-cases/{use_case.pk}/wall/", f"/themes/{theme.pk}/wall/"
    project = client.get("/projects/AP/").content.decode()
    assert case in project
    assert themes in project
    assert themes in client.get(f"/themes/{theme.pk}/").content.decode()
    assert case in client.get(f"/use-cases/{use_case.pk}/questions/").content.decode()
    back = f"/projects/AP/sprints/{running.number}"
    assert f"{back}/wall/" in client.get(f"{back}/retrospective/").content.decode()


@pytest.mark.parametrize("state", ["writing", "grouping", "voting", "discussing", "closed"])
def test_a_page_of_a_wall_costs_as_many_statements_for_many_notes_as_for_few(
    client, wall, prompt, alice, bob, state
):
    client.force_login(alice)
    wall.write("First", prompt=prompt, by=alice)
    wall.write("Second", prompt=prompt, by=bob)
    if state != "writing":
        wall.reveal(by=alice)
        first, second = Note.objects.all()
        NoteArrow.draw(first, second, by=alice)
    if state in ("voting", "discussing", "closed"):
        wall.open_votes(by=alice)
        wall.vote(first.group, 1, by=alice)
    if state in ("discussing", "closed"):
        wall.close_votes(by=alice)
    if state == "closed":
        wall.close(by=alice)

    def grow():
        for number in range(60):
            if state == "writing":
                wall.write(f"No. {number}", prompt=prompt, by=alice)
            else:
                group = first.group
                note = Note(wall=wall, group=group, position=number + 2, words=f"No. {number}")
                note.save()

    assert_budget("page wall", lambda: client.get(f"/walls/{wall.pk}/"), grow)


def test_the_list_of_walls_has_a_budget(client, use_case, wall, alice):
    client.force_login(alice)

    def grow():
        for number in range(20):
            Wall.open_for(use_case, title=f"Wall {number}", by=alice)

    assert_budget("page walls", lambda: client.get("/projects/AP/walls/"), grow)


def test_a_project_that_is_finished_names_what_is_still_written_on(wall, prompt, alice):
    wall.write("Words", prompt=prompt, by=alice)
    client = Client()
    client.force_login(alice)
    page = client.post("/projects/AP/states/", {"state": "finished"}).content.decode()
    assert "Apollo has 1 wall that is still written on." in page
    assert f"/walls/{wall.pk}/" in page
    wall.reveal(by=alice)
    assert client.post("/projects/AP/states/", {"state": "finished"}).status_code == 302


def test_notes_of_a_group_take_another_order_by_a_form(act, read, wall, prompt, alice, bob):
    first, second, *_ = revealed(wall, prompt, alice, bob)
    act(alice, "moves", note=second.pk, group=first.group_id)
    page = read(alice, f"/walls/{wall.pk}/notes/{second.pk}/").content.decode()
    assert "(its own)" in page
    answer = act(alice, "moves", note=second.pk, group=first.group_id, position=1)
    assert answer.status_code == 302
    assert list(first.group.notes.order_by("position")) == [second, first]
