"""The history gives back every text that was ever saved, to whom the line may be told."""

import threading
from itertools import pairwise

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from base.refusals import Invalid, NotAllowed
from history.models import Event, OldText
from history.models.event import MOST_WORDS, STRUCK_OUT
from history.models.old_text import is_text
from projects.models import Project
from stories.models import Story
from tests.history.overwriting import EMPTIED, NEVER_LOST, REPLACED, World
from tests.present import present

OURS = (
    "jobs",
    "teams",
    "projects",
    "sprints",
    "stories",
    "metrics",
    "files",
    "integrations",
    "walls",
    "solutions",
)
SCRIPTS = "Zażółć 漢字\r\nالعربية 🍕 <b>&amp;\t“’"


@pytest.fixture
def world(apollo, stories, alice):
    return World(apollo, stories[2], alice)


def longest(label):
    model, _, name = label.rpartition(".")
    room = apps.get_model(model)._meta.get_field(name).max_length or 100_000
    return min(room, 100_000)


def given_back(api, alice):
    """What the newest line overwrote, as the API tells it."""
    event = present(Event.objects.order_by("pk").last())
    answer = api(alice).get(f"events/{event.pk}/texts/")
    assert answer.status_code == 200
    return {row["field"]: row["text"] for row in answer.json()["results"]}


def test_every_field_in_which_people_write_is_either_kept_or_never_overwritten():
    fields = {
        f"{model._meta.label_lower}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in OURS
        for field in model._meta.fields
        if is_text(field)
    }
    others = " ".join(NEVER_LOST.values()).split()

    assert len(others) == len(set(others))
    assert not set(others) & set(REPLACED)
    assert fields == set(others) | set(REPLACED), "tests/history/overwriting.py says how"


@pytest.mark.parametrize("label", REPLACED)
def test_a_text_that_was_overwritten_is_given_back_word_for_word(api, world, alice, label):
    save = REPLACED[label](world)
    room = longest(label)
    texts = [
        "First words",
        SCRIPTS[:room].strip(),
        ("lorem ipsum 漢 " * 8000)[:room].strip(),
        "Last",
    ]
    save(texts[0])
    for was, text in pairwise(texts):
        save(text)
        assert given_back(api, alice) == {label.rpartition(".")[2]: was}


@pytest.mark.parametrize("label", EMPTIED)
def test_a_text_that_was_taken_away_is_given_back(api, world, alice, label):
    make, empty = EMPTIED[label]
    row = make(world, "What was said")

    empty(row, alice)

    assert given_back(api, alice) == {label.rpartition(".")[2]: "What was said"}


def test_labels_that_were_replaced_stand_whole_in_the_line_that_replaced_them(api, world, alice):
    """They are lists of short words, so a line carries them all; no old text lies beside it."""
    most = [f"{number:02} {'漢' * 37}" for number in range(20)]
    for labels in (most, ["other"]):
        world.story.label(labels, by=alice)

    event = present(Event.objects.order_by("pk").last())
    told = api(alice).get(f"events/{event.pk}/").json()["details"]
    assert (told["was"]["labels"], told["now"]["labels"]) == (most, ["other"])


@pytest.mark.parametrize("label", REPLACED)
def test_saving_the_same_again_keeps_nothing(world, label):
    save = REPLACED[label](world)
    save("The same")
    kept = OldText.objects.count()

    save("The same")

    assert OldText.objects.count() == kept


@pytest.mark.parametrize("label", REPLACED)
def test_a_line_stays_short_however_long_its_texts_are(api, world, alice, label):
    save = REPLACED[label](world)
    for letter in "ab":
        save((letter * 100_000)[: longest(label)])
    event = present(Event.objects.order_by("pk").last())

    assert len(api(alice).get(f"events/{event.pk}/").content) < 4 * MOST_WORDS


@pytest.mark.parametrize("text", ["\x00", "half a pair \ud800"])
def test_what_cant_be_kept_is_refused_and_overwrites_nothing(api, world, alice, text):
    world.story.describe("What was said", by=alice)
    body = b'{"body": "%s"}' % text.encode("unicode_escape")

    answer = api(alice).post_raw(f"stories/{world.story.key}/descriptions/", body, if_match="*")

    assert answer.status_code == 400
    world.story.refresh_from_db()
    assert world.story.body == "What was said"


def test_a_verb_that_overwrites_stays_in_its_budget(world, alice, django_assert_max_num_queries):
    world.story.rename("First", by=alice)
    for verb, *texts in (
        (world.story.describe, "One", "Two"),
        (world.story.rename, "One", "Two"),
        (world.story.block, "One", "Two"),
    ):
        for text in texts:
            # Eight, and the savepoint that stands for a transaction in a test.
            with django_assert_max_num_queries(8 + 2):
                verb(text, by=alice)


def test_nobody_rewrites_an_old_text(world, alice):
    world.story.rename("Second", by=alice)
    old = OldText.objects.get()
    for change in (
        lambda: OldText.objects.filter(pk=old.pk).update(text="Other"),
        lambda: OldText.objects.filter(pk=old.pk).update(field="body"),
        lambda: OldText.objects.filter(pk=old.pk).delete(),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()


@pytest.mark.django_db(transaction=True)
def test_two_saves_at_the_same_moment_keep_both_texts(story, alice):
    story.describe("First", by=alice)
    both = threading.Barrier(2)

    def save(text):
        mine = Story.objects.get(pk=story.pk)
        both.wait(10)
        try:
            mine.describe(text, by=alice)
        finally:
            connection.close()

    writers = [threading.Thread(target=save, args=[text]) for text in ("Mine", "Theirs")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(30)

    story.refresh_from_db()
    kept = list(OldText.objects.values_list("text", flat=True))
    assert kept[0] == "First"
    assert {*kept, story.body} == {"First", "Mine", "Theirs"}


# --- who may read it ---


def test_a_guest_doesnt_read_what_an_internal_comment_said(api, gina, bob, stories):
    for internal in (True, False):
        comment = stories[0].comment("Words", internal=internal, by=bob)
        comment.reword("Other words", by=bob)
        event = present(Event.objects.order_by("pk").last())
        answer = api(gina).get(f"events/{event.pk}/texts/")
        assert answer.status_code == (404 if internal else 200)
        assert api(bob).get(f"events/{event.pk}/texts/").status_code == 200


def test_a_stranger_finds_no_old_text(api, world, charlie, alice):
    world.story.rename("Second", by=alice)
    event = OldText.objects.get().event_id

    for path in (f"events/{event}/texts/", f"events/{event}/texts/title/"):
        assert api(charlie).get(path).status_code == 404
    path = f"events/{event}/texts/title/strike-out/"
    assert api(charlie).post(path, {"reason": "Mine"}).status_code == 404


# --- striking out ---


@pytest.fixture
def password(world, alice):
    """Pasted into a title by mistake, twice, and taken out again."""
    for title in ("hunter2", "Second", "hunter2", "Third"):
        world.story.rename(title, by=alice)
    return OldText.objects.filter(text="hunter2").first()


def whole_history():
    return str(list(Event.objects.values_list("details", flat=True))) + str(
        list(OldText.objects.values_list("text", flat=True))
    )


def test_a_lead_strikes_out_a_text_wherever_the_history_of_its_field_says_it(password, alice):
    password.strike_out("A password", by=alice)

    assert "hunter2" not in whole_history()
    assert OldText.objects.filter(struck_by=alice, struck_reason="A password").count() == 2
    assert "Second" in whole_history()
    told = Event.objects.get(verb="text_struck_out")
    assert told.details == {
        "event": password.event_id,
        "field": "title",
        "reason": "A password",
        "internal": False,
    }
    assert Event.objects.filter(details__was__title=STRUCK_OUT).count() == 2


def test_striking_out_twice_happens_once(api, password, alice):
    path = f"events/{password.event_id}/texts/title/strike-out/"
    first = api(alice).post(path, {"reason": "A password"})
    again = api(alice).post(path, {"reason": "Another reason"})

    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json() == again.json()
    assert first.json()["text"] == ""
    assert first.json()["struck_reason"] == "A password"
    assert Event.objects.filter(verb="text_struck_out").count() == 1


@pytest.mark.parametrize("who", ["bob", "gina", "charlie"])
def test_only_a_lead_strikes_out(password, who, request):
    with pytest.raises(NotAllowed):
        password.strike_out("A password", by=request.getfixturevalue(who))
    assert "hunter2" in whole_history()


@pytest.mark.parametrize("reason", ["", "  ", "x" * 241])
def test_it_needs_a_reason(password, alice, reason):
    with pytest.raises(Invalid):
        password.strike_out(reason, by=alice)


@pytest.mark.parametrize("label", REPLACED)
def test_every_text_can_be_struck_out(world, alice, label):
    save = REPLACED[label](world)
    for text in ("hunter2" * 4, "Second", "Third"):
        save(text)
    old = OldText.objects.get(text="hunter2" * 4)

    old.strike_out("A password", by=alice)

    assert "hunter2" not in whole_history()
    charters = world.project.charters.values_list("end_point", "success")
    assert "hunter2" not in str(list(charters))


def test_what_is_struck_out_of_a_finished_project_is_gone_too(password, world, alice):
    world.project.enter(Project.State.FINISHED, by=alice)

    password.strike_out("A password", by=alice)

    assert "hunter2" not in whole_history()


def test_nothing_of_an_event_changes_but_words_that_are_struck_out(world, alice):
    world.story.rename("Second", by=alice)
    event = Event.objects.filter(verb="story_renamed").get()
    for details in (
        {},
        {**event.details, "was": {}},
        {**event.details, "more": STRUCK_OUT},
        {**event.details, "now": {"title": "Other"}},
        {"was": STRUCK_OUT, "now": STRUCK_OUT},
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            Event.objects.filter(pk=event.pk).update(details=details)
