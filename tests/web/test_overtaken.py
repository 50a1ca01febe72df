"""Two people save from pages that were opened before: nobody's words are lost."""

from datetime import date

import pytest
from django.db import transaction
from django.forms import CharField, DateField, IntegerField
from django.utils.html import escape

from sprints.models import Retrospective, Sprint
from stories.forms import ProjectForm
from tests.api.conftest import rows  # noqa: F401
from tests.web.addresses import PAGES
from tests.web.standing import forms_in, standing_forms
from web.forms import VerbForm
from web.text_versions import digest, unpacked


def every(kind=VerbForm):
    for each in kind.__subclasses__():
        yield each
        yield from every(each)


def takes_words(form):
    typed = (CharField, IntegerField, DateField)
    return any(
        isinstance(field, typed) and not field.widget.is_hidden
        for field in form.base_fields.values()
    )


def test_every_form_that_takes_words_knows_what_they_were_made_from(
    client, names, alice, monkeypatch
):
    """A new form whose words may replace others gives its `original`, or says why it needs none."""
    versioned = set()
    make = VerbForm.__init__

    def noting(form, *args, original=None, **kwargs):
        make(form, *args, original=original, **kwargs)
        if original is not None:
            versioned.add(type(form))

    monkeypatch.setattr(VerbForm, "__init__", noting)
    client.force_login(alice)
    for name in sorted(PAGES.keys() - {"sign_out"}):
        for method in (client.get, client.post):
            with transaction.atomic():
                method(names(name), {"signal": "A1"})
                transaction.set_rollback(True)
    forms = {each for each in every() if takes_words(each)}
    without = {form for form in forms if not vars(form).get("overwrites_nothing")}
    versioned.add(ProjectForm)  # of stories: what its kinds have in common
    assert {form.__qualname__ for form in without - versioned} == set()
    assert len(without) >= 15


OTHERS = {"text": ["Theirs", "Mine & more"], "number": ["6", "7", "9"]}


def editors_of(client, page):
    seen = set()
    for form in standing_forms(client, page):
        for field in unpacked(form.sheet.get("made_from", "")):
            kind = form.kinds.get(field)
            if kind in OTHERS and (form.to, field) not in seen:
                seen.add((form.to, field))
                is_share = form.limits.get(field) == "1"  # of a day
                values = ["0.25", "0.75"] if is_share else OTHERS[kind]
                others = [value for value in values if value != form.sheet[field]]
                yield form, field, others[:2]


@pytest.fixture
def editors(client, names, rows, alice):  # noqa: F811  asked for by its name
    """Each field of each form on each page whose words replace others; two values for each."""
    client.force_login(alice)
    pages = [names(name) for name in sorted(PAGES) if name not in ("sign_out", "no_digests")]
    found = [editor for page in pages for editor in editors_of(client, page)]
    assert len(found) >= 25
    return found


@pytest.fixture
def decided(client, rows, alice):  # noqa: F811
    """The same of a hypothesis whose words are locked."""
    client.force_login(alice)
    hypothesis = rows["hypothesis"]
    hypothesis.start(by=alice)
    hypothesis.decide("supported", decision="We go on", by=alice)
    found = list(editors_of(client, f"/hypotheses/{hypothesis.pk}/"))
    assert {field for _, field, _ in found} == {"decision", "evidence"}
    return found


def form_like(forms, form, field):
    return next(each for each in forms if each.to == form.to and field in each.sheet)


def stands(client, form, field):
    found = form_like(standing_forms(client, form.page), form, field).sheet[field]
    return found.removesuffix(".00").removesuffix(".0")  # a number is shown as it is kept


def is_shown_both(client, form, field, values):
    place, (theirs, mine) = (form.to, field), values
    with transaction.atomic():
        first = client.post(form.to, form.sheet | {field: theirs})
        answer = client.post(form.to, form.sheet | {field: mine})
        assert (first.status_code, answer.status_code) == (302, 409), place
        page = answer.content.decode()
        assert all(word in page for word in ("data-theirs", theirs, escape(mine))), place
        assert stands(client, form, field) == theirs, place

        shown = form_like(forms_in(answer, form.to), form, field)
        sheet = form.sheet | {"made_from": shown.sheet["made_from"], field: mine}
        taken = client.post(form.to, sheet | {"take_theirs": field})
        assert (taken.status_code, stands(client, form, field)) == (302, theirs), place
        saved = client.post(form.to, sheet)
        assert (saved.status_code, stands(client, form, field)) == (302, mine), place
        transaction.set_rollback(True)


def test_the_second_save_shows_both_texts_and_then_one_may_be_saved(client, editors):
    for form, field, values in editors:
        is_shown_both(client, form, field, values)


def test_of_two_decisions_the_second_is_shown_both(client, decided):
    for form, field, values in decided:
        is_shown_both(client, form, field, values)


def sheet_of(client, address):
    return next(form.sheet for form in standing_forms(client, address) if form.to == address)


def test_a_field_that_was_left_alone_keeps_what_somebody_else_made_of_it(client, alice, apollo):
    client.force_login(alice)
    mine, theirs = sheet_of(client, "/projects/AP/edit/"), sheet_of(client, "/projects/AP/edit/")

    client.post("/projects/AP/edit/", theirs | {"business_goal": "Their goal"})
    answer = client.post("/projects/AP/edit/", mine | {"customer": "My customer"})

    apollo.refresh_from_db()
    assert answer.status_code == 302
    assert (apollo.business_goal, apollo.customer) == ("Their goal", "My customer")


def test_two_who_hold_a_retrospective_from_empty_pages_lose_no_lesson(
    client, alice, apollo, stories
):
    client.force_login(alice)
    sprint = Sprint.plan(apollo, starts_on=date(2031, 1, 6), by=alice)
    stories[0].hand_to(alice, by=alice)
    stories[0].plan_into(sprint, by=alice)
    sprint.kick_off(by=alice)
    address = f"/projects/AP/sprints/{sprint.number}/retrospective/"
    empty = sheet_of(client, address)

    assert client.post(address, empty | {"lessons": "Theirs"}).status_code == 302
    answer = client.post(address, empty | {"lessons": "Mine"})

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Theirs" in page
    assert "Mine" in page
    assert Retrospective.objects.get(sprint=sprint).lessons == "Theirs"


@pytest.fixture
def story_editors(alice, stories):
    story = stories[0]
    story.block("The key", by=alice)
    comment = story.comment("First words", by=alice)
    return {
        "titles": ("title", story.title, lambda: reread(story).title),
        "descriptions": ("body", story.body, lambda: reread(story).body),
        "blockers": ("reason", "The key", lambda: reread(story).blocked_reason),
        "labels": ("labels", "", lambda: ", ".join(reread(story).labels)),
        f"comments/{comment.pk}/rewordings": ("body", "First words", lambda: reread(comment).body),
    }


def reread(row):
    row.refresh_from_db()
    return row


def test_every_text_of_a_story_is_kept_from_a_page_of_before(client, alice, story_editors):
    client.force_login(alice)
    for resource, (field, shown, stands_now) in story_editors.items():
        address, seen = f"/stories/AP-1/{resource}/", f"{field}:{digest(shown)}"
        assert f'value="{seen}"' in client.get("/stories/AP-1/").content.decode(), resource

        assert client.post(address, {field: "Theirs", "made_from": seen}).status_code == 302
        for headers in ({}, {"HX-Request": "true"}):
            answer = client.post(address, {field: "Mine", "made_from": seen}, headers=headers)
            page = answer.content.decode()
            assert answer.status_code == 409, resource
            assert all(word in page for word in ("data-theirs", "Theirs", "Mine")), resource
            assert stands_now() == "Theirs"

        theirs = f"{field}:{digest('Theirs')}"
        again = {field: "Both", "made_from": theirs}
        assert f'value="{theirs}"' in page
        assert client.post(address, again | {"take_theirs": field}).status_code == 302
        assert stands_now() == "Theirs"
        assert client.post(address, again).status_code == 302
        assert stands_now() == "Both"
