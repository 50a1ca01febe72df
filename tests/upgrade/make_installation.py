"""Makes an installation as this version leaves it, for later versions to bring forward.

Run it by name before a release that moves tables: bin/test -n 0 tests/upgrade/make_installation.py
It writes tests/data/installations/NAME.backup and, beside it, what whoever worked there still has
in hand: a session's cookie, a token, an answer that was kept.
"""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import time_machine
from django.test import Client

from accounts.models import ApiToken
from demo.demo import Demo
from demo.sign_ins import PASSWORD
from forecasts.issuing import issue_all
from health.reports.building import build_report
from integrations.backups.backup import Backup
from integrations.imports.jira import JiraImport
from projects.models import Project
from pulse.models import Wave
from teams.models import Team, User
from tests.live.conftest import sign_in
from tests.upgrade.home import INSTALLATIONS, SECRET, place

NAME = "2026-11"
TODAY = date(2026, 11, 27)
NOW = datetime(2026, 11, 27, 15, 30, tzinfo=UTC)
JIRA = Path(__file__).parents[1] / "data" / "jira_json"


@pytest.mark.django_db(transaction=True)
def test_make(settings, tmp_path):
    place(settings, tmp_path)
    settings.SECRET_KEY = SECRET
    with time_machine.travel(NOW, tick=False):
        in_hand = _work()
        (settings.MEDIA_ROOT / "größe.txt").write_text("a file\n")
        INSTALLATIONS.mkdir(exist_ok=True)
        target = INSTALLATIONS / f"{NAME}.backup"
        target.unlink(missing_ok=True)
        Backup(target).run()
        (INSTALLATIONS / f"{NAME}.json").write_text(json.dumps(in_hand, indent=2) + "\n")


def _work():
    list(Demo(TODAY).run())
    JiraImport([JIRA / "board.json"], "KAN", sprints=[JIRA / "sprints.json"]).run()
    ines = User.objects.get(email="ines@example.org")
    pulse = _answer_a_pulse()
    for team in Team.objects.order_by("pk"):
        build_report(team)
    for project in Project.objects.order_by("pk"):
        issue_all(project)
    _work_in_the_admin()
    _, token = ApiToken.issue(ines, name="mirror")
    return {
        "at": NOW.isoformat(),
        "session": sign_in(ines),
        "token": token,
        "pulse": pulse,
        "kept": _written_once(token),
    }


def _answer_a_pulse():
    waves = [Wave.open_due(team) or team.pulse_waves.first() for team in Team.objects.all()]
    wave = next(wave for wave in waves if wave and wave.is_open)
    seats = wave.team.memberships.current().working().select_related("user")
    for seat in seats:
        if not wave.is_answered_by(seat.user):
            wave.answer({item.key: 4 for item in wave.items}, by=seat.user)
    return {"wave": wave.pk, "sheets": wave.answered}


def _work_in_the_admin():
    client = Client()
    assert client.login(username="admin@example.org", password=PASSWORD)
    person = {"email": "nour@example.org", "name": "Nour Haddad", "time_zone": "Africa/Cairo"}
    passwords = {"usable_password": "true", "password1": PASSWORD, "password2": PASSWORD}
    answer = client.post("/admin/teams/user/add/", person | passwords)
    assert answer.status_code == 302, answer.context["errors"]


def _written_once(token):
    key, body = "before-the-upgrade", {"project": "TV", "title": "Written before the upgrade"}
    headers = {"authorization": f"Bearer {token}", "idempotency-key": key}
    address = "/api/v1/stories/"
    answer = Client().post(address, body, content_type="application/json", headers=headers)
    assert answer.status_code == 201, answer.content
    return {"key": key, "address": address, "body": body, "story": answer.json()["key"]}
