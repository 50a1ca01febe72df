"""Two who keep the installation, or one and a lead: of every admin form nobody's words are lost."""

from datetime import date, time
from urllib.parse import quote

import pytest
from django import forms
from django.contrib import admin
from django.db import transaction
from django.test import RequestFactory
from django.urls import reverse

from teams.models import Team
from tests.web.standing import forms_in, standing_forms
from web.text_versions import unpacked

WORDS = ("Theirs", "Mine")
PAIRS = {
    "DateField": ("2026-01-06", "2026-01-07"),
    "DecimalField": ("2", "3"),
    "IntegerField": ("5", "6"),
    "FloatField": ("5", "6"),
    "URLField": ("https://theirs.example.org", "https://mine.example.org"),
    "EmailField": ("theirs@example.org", "mine@example.org"),
    "SimpleArrayField": ("1,2", "1,3"),
    "TimeField": ("10:00", "11:00"),  # between the hours that the team has
}
# What fits beside another field only: from 5 on, where the rows have it.
FITTING = {"FitReview.run_cost_high": ("7", "8")}
# A change of a membership makes another; the first day of a running sprint is history.
CALLS_OFF = "Hypothesis.withdraw_because"  # no field of the row
CHANGES_ONCE = {"Membership.capacity", "Sprint.starts_on", CALLS_OFF}
ZONES = ("Europe/Oslo", "Asia/Tokyo")


@pytest.fixture
def changeable(client, root, rows, alice):
    """Every row that can be changed in the admin, one of each kind, with its form."""
    team = rows["release"].project.team
    Team.objects.filter(pk=team.pk).update(hours_from=time(9), hours_until=time(17))
    rows["release"].put_to_use(date(2026, 2, 2), by=alice)
    client.force_login(root)
    request = RequestFactory().get("/")
    request.user = root
    found = {}
    for model, its in admin.site._registry.items():
        row = model._default_manager.order_by("pk").last()
        if row and its.has_change_permission(request, row):
            name = f"admin:{model._meta.app_label}_{model._meta.model_name}_change"
            form = its.get_form(request, row, change=True)
            found[reverse(name, args=[quote(str(row.pk))])] = (model, row, form)
    assert len(found) >= 10
    return found


def sheet_of(client, page):
    return next(form for form in standing_forms(client, page) if form.to == page).sheet


def typed(model, form):
    """The fields whose words or numbers are typed, each with two others."""
    for name, field in form.base_fields.items():
        # A moment is two inputs; whether it is overtaken is asked of the days.
        choice = isinstance(
            field,
            forms.ModelChoiceField
            | forms.ChoiceField
            | forms.BooleanField
            | forms.SplitDateTimeField,
        )
        place = f"{model.__name__}.{name}"
        if choice or field.disabled or place in CHANGES_ONCE:
            continue
        pair = ZONES if name == "time_zone" else PAIRS.get(type(field).__name__, WORDS)
        yield name, FITTING.get(place, pair)


def test_every_form_that_changes_a_row_carries_a_version_of_all_it_shows(client, changeable):
    for page, (model, _, form) in changeable.items():
        fields = {name for name, field in form.base_fields.items() if not field.disabled}
        fields -= {name for name in fields if f"{model.__name__}.{name}" == CALLS_OFF}
        assert unpacked(sheet_of(client, page).get("made_from", "")).keys() == fields, model


def test_the_second_save_shows_both_and_then_one_may_be_saved(client, changeable):
    seen = 0
    for page, (model, _, form) in changeable.items():
        for name, (theirs, mine) in typed(model, form):
            seen += 1
            with transaction.atomic():
                shows_both(client, page, (model.__name__, name), name, theirs, mine)
                transaction.set_rollback(True)
    assert seen >= 20


def shows_both(client, page, place, name, theirs, mine):
    sheet = sheet_of(client, page)
    assert client.post(page, sheet | {name: theirs}).status_code == 302, place
    answer = client.post(page, sheet | {name: mine})
    assert answer.status_code == 200, place
    text = answer.content.decode()
    assert all(word in text for word in ("data-theirs", theirs, mine)), place
    assert sheet_of(client, page)[name].startswith(theirs), place

    again = next(each for each in forms_in(answer, page) if each.to == page).sheet
    assert again[name] == mine, place
    taken = client.post(page, again | {"take_theirs": name})
    assert (taken.status_code, sheet_of(client, page)[name][: len(theirs)]) == (302, theirs), place
    assert client.post(page, again).status_code == 302, place
    assert sheet_of(client, page)[name].startswith(mine), place


def test_what_wasnt_touched_stays_what_somebody_else_made_of_it(client, root, stories, alice, bob):
    client.force_login(root)
    story = stories[0]
    page = reverse("admin:stories_story_change", args=[story.pk])
    sheet = sheet_of(client, page)
    story.hand_to(bob, by=alice)
    story.describe("Theirs", by=alice)
    handed = story.events.filter(verb="story_handed")
    hands = handed.count()

    answer = client.post(page, sheet | {"title": "Mine"})

    story.refresh_from_db()
    assert answer.status_code == 302
    assert (story.title, story.body, story.owner) == ("Mine", "Theirs", bob)
    assert handed.count() == hands
    told = root.logentry_set.get().get_change_message()
    assert "Title" in told
    assert "Owner" not in told
