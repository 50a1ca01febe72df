"""Whatever is sent to the admin: a form that says no, and nothing has changed."""

from itertools import count
from urllib.parse import urlencode

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.db import transaction
from django.test import RequestFactory
from django.test.client import MULTIPART_CONTENT
from django.urls import reverse

from history.models import Event
from teams.models import Team, User
from tests.web.test_odd_bodies import TEXTS, asked

SURROGATE = b"\xed\xa0\x80"
ODD = [*TEXTS, "", " ", "x", "0x1", "1_0", "2026-02-30", "2147483648", "0.005", "1,1", SURROGATE]
FORM = "application/x-www-form-urlencoded"
FITTING = {
    "DateField": "2026-03-02",
    "DecimalField": "1",
    "IntegerField": "3",
    "FloatField": "3",
    "BooleanField": "on",
    "SlugField": "odd",
    "EmailField": "odd@example.org",
}
TICKED = [[], ["0"], ["x"], ["9" * 30], ["\x00"], ["1"] * 900]
BESIDE = [{}, {"index": "x"}, {"index": "9" * 30}, {"select_across": "\x00"}, {"post": "yes"}]
QUERIES = [
    "q=%00",
    "o=-99.x",
    "p=x",
    "p=" + "9" * 30,
    "e=1",
    "_facets=%00",
    "id__exact=%00",
    "id__in=a",
    "project__id__exact=x",
    "team__id__exact=" + "9" * 30,
    "state__exact=%00",
    "q=%ED%A0%80",
    "password__startswith=p",
    "_popup=%00",
    "_to_field=password",
    "left_at__isempty=7",
]
BROKEN = [
    (b"\xff\xfea\x00", f"{FORM}; charset=utf-16"),
    (b"a=1", f"{FORM}; charset=none"),
    (b"--x", "multipart/form-data; boundary=x"),
    (b"{}", "application/json"),
    (b"", ""),
    (urlencode([(f"a{n}", "") for n in range(2000)]).encode(), FORM),
    (b"title=" + b"x" * 10_000_000, FORM),
]


@pytest.fixture(params=["root", "clerk"])
def keeper(request, client, root):
    """Who may enter: the installation's admin, and one with every permission but no team."""
    user = root
    if request.param == "clerk":
        user = User.objects.create_user("clerk@example.org", "x", name="Clerk", is_staff=True)
        user.user_permissions.set(Permission.objects.all())
    client.force_login(user)
    client.raise_request_exception = False
    return user


@pytest.fixture
def head(client, root):
    client.force_login(root)
    client.raise_request_exception = False
    return root


def names_of(model):
    return f"admin:{model._meta.app_label}_{model._meta.model_name}"


def forms_of(keeper):
    """Every form the keeper is given: its address, and a body that fits its fields."""
    request = RequestFactory().get("/")
    request.user = keeper
    for model, its in admin.site._registry.items():
        row, name = model._default_manager.order_by("pk").last(), names_of(model)
        if its.has_add_permission(request):
            yield reverse(f"{name}_add"), fitting(its.get_form(request))
        if row and its.has_change_permission(request, row):
            form = its.get_form(request, row, change=True)
            yield reverse(f"{name}_change", args=[row.pk]), fitting(form)


def fitting(form):
    return {name: fits(field) for name, field in form.base_fields.items()}


def fits(field):
    if getattr(field, "queryset", None) is not None:
        row = field.queryset.first()
        return str(row.pk) if row else ""
    choices = [value for value, _ in getattr(field, "choices", ()) if value]
    return str(choices[0]) if choices else FITTING.get(type(field).__name__, "Odd")


def sent(client, path, body, kind=MULTIPART_CONTENT):
    """Post it and forget what it did; answer with the status and whether that was wrong.

    It goes through, or the form comes back and says why not; only what went through has a trace.
    """
    before = Event.objects.count()
    with transaction.atomic():
        if isinstance(body, bytes):
            answer = client.generic("POST", path, body, kind)
        else:
            answer = client.post(path, body)
        has_changed = Event.objects.count() != before
        transaction.set_rollback(True)
    says_no = answer.status_code in range(400, 500) or b"errornote" in answer.content
    return answer.status_code, not (is_through(answer) or (says_no and not has_changed))


def is_through(answer):
    return answer.status_code == 302 or b"popup_response" in answer.content


def test_odd_values_in_every_field_of_every_form(client, keeper, rows):
    places = count()
    found: dict[tuple[object, ...], int] = {}
    for path, body in forms_of(keeper):
        for name in body:
            value = ODD[next(places) * 7 % len(ODD)]
            status, is_wrong = sent(client, path, {**body, name: value})
            if is_wrong:
                found[path, name, value[:20]] = status
        status, is_wrong = sent(client, path, dict.fromkeys(body, "\x00"))
        if is_wrong:
            found[path, "all"] = status
    assert not found


def test_bodies_that_are_no_form_and_forms_with_parts_missing_or_twice(client, head, rows):
    places = count()
    found: dict[tuple[object, ...], int] = {}
    for path, body in forms_of(head):
        some = list(body)[next(places) % len(body)]
        less = {name: one for name, one in body.items() if name != some}
        for odd in (less, {**body, some: ["x", ""], "_popup": "\x00", "_to_field": "id"}):
            status, is_wrong = sent(client, path, odd)
            if is_wrong:
                found[path, some, str(odd)[:30]] = status
        for _ in range(2):
            raw, kind = BROKEN[next(places) % len(BROKEN)]
            status, is_wrong = sent(client, path, raw, kind)
            if is_wrong:
                found[path, raw[:10], kind] = status
    assert not found


def test_odd_ticks_with_every_action_and_odd_questions_to_every_list(client, head, rows):
    places = count()
    found: dict[tuple[object, ...], int] = {}
    request = RequestFactory().get("/")
    request.user = head
    for model, its in admin.site._registry.items():
        listing = reverse(f"{names_of(model)}_changelist")
        for action in [*its.get_actions(request), "none", "\x00"]:
            for _ in range(2):
                turn = next(places)
                ticked, beside = TICKED[turn % len(TICKED)], BESIDE[turn % len(BESIDE)]
                body = {"action": action, "_selected_action": ticked, **beside}
                answer, has_changed = asked(client.post, listing, body)
                if answer.status_code >= 500 or has_changed:
                    found[listing, action, str(ticked)[:20], str(beside)] = answer.status_code
        for _ in range(4):
            query = QUERIES[next(places) % len(QUERIES)]
            answer, _ = asked(client.get, f"{listing}?{query}")
            if answer.status_code >= 500:
                found[listing, query] = answer.status_code
    assert not found


def test_rows_that_arent_there_and_choices_of_none(client, head, rows):
    found = {}
    paths = [
        reverse(f"{names_of(model)}_{part}", args=[pk])
        for model in admin.site._registry
        for part, pk in (("change", "x"), ("delete", "9" * 30), ("history", "_00"))
    ]
    paths += [
        f"/admin/autocomplete/?app_label=teams&model_name=membership&field_name={rest}"
        for rest in ("user&term=%00", "user&term=a&page=x", "password&term=a", "%00")
    ]
    for path in paths:
        for call in (client.get, client.post):
            answer, has_changed = asked(call, path, {})
            if answer.status_code >= 500 or has_changed:
                found[path, call] = answer.status_code
    assert not found


def test_the_same_form_sent_twice_is_refused_the_second_time(client, root, team, alice, charlie):
    client.force_login(root)
    seat = {
        "team": team.pk,
        "user": charlie.pk,
        "discipline": "science",
        "role": "member",
        "capacity": "1",
    }
    new = {"name": "Twin", "slug": "twin", "size_limit": 2, "working_days": "1", "sprint_days": 7}
    away = {
        "team": team.pk,
        "user": alice.pk,
        "first_day": "2026-03-02",
        "last_day": "2026-03-03",
        "share": "1",
    }
    for model, body in (("team", new), ("membership", seat), ("absence", away)):
        path, answers, lines = reverse(f"admin:teams_{model}_add"), [], []
        for _ in range(2):
            answers.append(client.post(path, body))
            lines.append(Event.objects.count())
        assert answers[0].status_code == 302, model
        assert lines[0] == lines[1]
    assert team.memberships.filter(user=charlie).count() == 1
    assert team.absences.count() == Team.objects.filter(slug="twin").count() == 1


def test_letting_the_only_lead_go_among_others_lets_nobody_go(client, root, team):
    client.force_login(root)
    ticked = list(team.memberships.values_list("pk", flat=True))
    path = reverse("admin:teams_membership_changelist")
    answer = client.post(path, {"action": "let_go", "_selected_action": ticked}, follow=True)
    assert "only lead" in answer.content.decode()
    assert team.memberships.current().count() == len(ticked)
