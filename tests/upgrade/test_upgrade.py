"""An installation that an earlier version left works on after the migrations of this one."""

import json
from typing import Any

import orjson
import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.test import Client

from demo.sign_ins import PASSWORD
from health.models import HealthReport
from health.reports.building import recompute_bytes
from history.activity import sentences_of
from history.models import Event
from history.schema import schema_of
from integrations.backups.restore import Restore
from pulse.models import Wave
from stories.models import Story
from teams.models import Team
from tests.history.test_schema import READ, sources
from tests.odd.crawler import Crawl
from tests.present import present
from tests.upgrade.home import INSTALLATIONS, SECRET, empty_database, place

SQL_READS = {
    field for path in sources(".py", ".sql") for field, _ in READ.findall(path.read_text())
} - {"was", "now"}  # of whole sizes, which SQL doesn't read
LEFT = sorted(INSTALLATIONS.glob("*.backup"))


@pytest.fixture(params=LEFT, ids=lambda path: path.stem)
def in_hand(request, settings, tmp_path, django_db_blocker):
    """What people had of the earlier version, in an installation that was brought forward."""
    kept = json.loads(request.param.with_suffix(".json").read_text())
    place(settings, tmp_path)
    settings.SECRET_KEY = SECRET
    with django_db_blocker.unblock(), empty_database():
        Restore(request.param).run()
        call_command("migrate", verbosity=0)
        ContentType.objects.clear_cache()
        with time_machine.travel(kept["at"], tick=False):
            yield kept
    ContentType.objects.clear_cache()


def test_all_that_was_there_goes_on(in_hand, settings):
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)
    assert (settings.MEDIA_ROOT / "größe.txt").read_text() == "a file\n"
    people_come_in_as_they_were(in_hand)
    the_database_keeps_its_rules()
    the_admin_knows_its_models()
    answers_stay_sealed(in_hand["pulse"])
    reports_say_the_same()
    every_line_of_history_is_told()
    every_line_of_history_says_what_it_would_say_today()
    every_page_opens()


def people_come_in_as_they_were(in_hand):
    client = Client()
    client.cookies["sessionid"] = in_hand["session"]
    assert client.get("/").status_code == 200
    assert client.login(username="rafael@example.org", password=PASSWORD)
    headers = {"authorization": f"Bearer {in_hand['token']}"}
    kept = in_hand["kept"]
    again = Client().post(
        kept["address"],
        kept["body"],
        content_type="application/json",
        headers=headers | {"idempotency-key": kept["key"]},
    )
    assert (again.status_code, again.json()["key"]) == (201, kept["story"])


def the_database_keeps_its_rules():
    for change in (Event.objects.all().delete, lambda: Event.objects.update(verb="forged")):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    with pytest.raises(DatabaseError), transaction.atomic():
        Story.objects.filter(category="todo").update(category="done")  # its column says otherwise


def the_admin_knows_its_models():
    assert [kind for kind in ContentType.objects.all() if kind.model_class() is None] == []
    edited: Any = LogEntry.objects.get().get_edited_object()
    assert edited.email == "nour@example.org"
    names = [permission.natural_key() for permission in Permission.objects.all()]
    assert len(set(names)) == len(names)
    kinds = ContentType.objects.exclude(app_label__in=["admin", "auth", "contenttypes", "sessions"])
    for kind in kinds:
        default = {
            f"{act}_{kind.model}" for act in present(kind.model_class())._meta.default_permissions
        }
        assert default <= set(kind.permission_set.values_list("codename", flat=True)), kind


def answers_stay_sealed(pulse):
    wave = Wave.objects.get(pk=pulse["wave"])
    assert wave.is_open
    assert len(wave.opened_sheets) == pulse["sheets"]
    assert all(score in range(1, 8) for sheet in wave.opened_sheets for score in sheet if score)


def reports_say_the_same():
    for report in HealthReport.objects.all():
        again = orjson.loads(recompute_bytes(report))
        known = {signal["key"] for signal in report.content["signals"]}
        learned = [signal for signal in again["signals"] if signal["key"] not in known]
        assert all(signal["value"] is None for signal in learned)  # nothing was told of them yet
        again["signals"] = [signal for signal in again["signals"] if signal not in learned]
        assert numbers(again) == numbers(report.content), report
    assert HealthReport.objects.count() >= 4


def numbers(tree):
    """All that was counted, where it stands; the words around it may become better."""
    if isinstance(tree, dict):
        return {name: numbers(tree[name]) for name in tree if not isinstance(tree[name], str)}
    if isinstance(tree, list):
        return ["some words" if isinstance(each, str) else numbers(each) for each in tree]
    return tree


def every_line_of_history_is_told():
    assert all(str(line.html) for line in sentences_of(Event.objects.for_timeline()))


def every_line_of_history_says_what_it_would_say_today():
    """And what SQL reads of it, without any upgrade, is the same."""
    for event in Event.objects.all():
        schema_of(event.verb).of(event.current_details)
        for name in SQL_READS & event.current_details.keys():
            assert (event.current_details[name] or None) == (event.details.get(name) or None)


def every_page_opens():
    for team in Team.objects.filter(slug__in=["prime-slot", "kan"]):
        crawl = Crawl(team)
        crawl.visit(present(team.memberships.current().filter(role="lead").first()).user)
        assert not crawl.wrong
