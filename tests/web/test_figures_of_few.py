"""No door tells a figure about fewer people than the floor: all are opened, by everybody."""

import html
import re
from datetime import timedelta

import numpy as np
import pytest
from django.contrib import admin
from django.urls import NoReverseMatch, reverse

from base import clock
from base.roles import Discipline, Role
from health.history.reading import Source
from health.models import HealthReport
from health.reports.building import build_report
from health.signals.catalogue import SIGNALS
from live.history import lines_after
from notifications.digest.digest_email import DigestEmail, forecasts_of
from notifications.models import Digest
from pulse.models import Wave
from sprints.models import Sprint
from stories.models import Story
from teams.models import User
from tests.api.test_every_route import ROUTES, address_of
from tests.present import present
from tests.pulse.test_privacy import tables
from tests.told.chronicle import Chronicle
from tests.web.addresses import PAGES

DAYS = 28
PECULIAR = 1.2345  # days that a story of theirs takes, and nothing else
SHEETS = ([1, 7, 1, 7, 1, 7, 1], [2, 5, 1, 7, 3, 7, 1])


@pytest.fixture
def duo(db):
    """Two people whose stories take a length that nothing else has, and who answer a pulse."""
    start = (clock.now() - timedelta(days=DAYS)).replace(hour=9, minute=0, second=0, microsecond=0)
    start -= timedelta(days=start.weekday())
    chronicle = Chronicle("Orbit", "AP", {"sara": "science", "emma": "engineering"}, start)
    for place in range(24):
        chronicle.finish(place, PECULIAR, ["sara", "emma"][place % 2], path=["emma"])
    with chronicle.at(8):
        wave = present(Wave.open_due(chronicle.team))
        for person, scores in zip(chronicle.people.values(), SHEETS, strict=True):
            wave.answer({i.key: one for i, one in zip(wave.items, scores, strict=True)}, by=person)
    with chronicle.at(26):
        build_report(chronicle.team)
    return chronicle


@pytest.fixture
def team(duo):
    return duo.team


@pytest.fixture
def apollo(duo):
    return duo.project


@pytest.fixture
def alice(duo):
    return duo.people["sara"]


@pytest.fixture
def bob(duo):
    return duo.people["emma"]


@pytest.fixture
def gina(duo):
    guest = User.objects.create_user("gina@example.org", name="Gina")
    duo.team.take_in(guest, discipline=Discipline.CUSTOMER, role=Role.GUEST, by=duo.lead)
    return guest


@pytest.fixture
def stories(duo, sprint):
    """The first stories, one of them in the sprint that runs."""
    found = list(Story.objects.filter(project=duo.project).order_by("number")[:5])
    Story.write(duo.project, title="Now", by=duo.lead, owner=duo.lead, sprint=sprint)
    return found


def hidden(report):
    """What the report would say if the floor were lower, as any door might write it."""
    upto = {int(pk): last for pk, last in report.last_events.items() if pk != "team"}
    source = Source(report.team, upto, report.last_events["team"], report.as_of)
    history = source.history()
    found = [one.measure(history, np.random.default_rng(1)) for one in SIGNALS if one.about_people]
    items = Wave.objects.get().items
    sheets: list[list[int]] = [
        [8 - one if item.reversed else one for item, one in zip(items, scores, strict=True)]
        for scores in SHEETS
    ]
    numbers: list[float] = [one.value for one in found if one.value]
    numbers += [float(np.mean(scores)) for scores in sheets]
    numbers.append(float(np.mean(sheets)))
    written = {f"{one:.{digits}g}" for one in numbers for digits in (3, 4, 6)}
    return {one for one in written if len(one) > 3}, {one.says for one in found if one.says}


class Secrets:
    """Looks for them in what a door says; a number only where it begins as one."""

    def __init__(self, numbers, sentences):
        assert len(numbers) > 12
        assert len(sentences) > 3
        rest = r"(?=\d*(?:[^\d.]|\.\D|\.?$))"
        ciphers = "|".join(re.escape(one) for one in sorted(numbers))
        self.pattern = re.compile(
            rf"(?<![\d.])(?:{ciphers}){rest}|"
            + "|".join(re.escape(one) for one in sorted(sentences))
        )

    def in_(self, text):
        return self.pattern.findall(html.unescape(text))


@pytest.fixture
def secrets(duo):
    return Secrets(*hidden(HealthReport.objects.first()))


@pytest.fixture
def seen_by_guests(rows):
    """Reports that are a day old, so that guests may read them as well."""
    HealthReport.objects.update(computed_at=clock.now() - timedelta(days=2))
    return rows


def pages(names):
    return [names(name) for name in sorted(PAGES) if name not in ("sign_out", "sign_in")]


def in_the_panel():
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield reverse(f"{name}_changelist")
        row = model._default_manager.first()
        if row is None:
            continue
        for page in ("change", "history"):
            try:
                yield reverse(f"{name}_{page}", args=[row.pk])
            except NoReverseMatch:
                continue


def text_of(answer):
    """A file's words too, as far as it has any."""
    whole = b"".join(answer) if answer.streaming else answer.content
    return whole.decode(errors="replace")


def test_no_page_and_no_answer_of_the_api(
    client, api, names, seen_by_guests, secrets, alice, bob, gina, root
):
    routes = [pattern for route, pattern in ROUTES.items() if route.startswith("GET ")]
    told: dict[tuple[str, str], object] = {}
    opened = pages(names)
    for person in (alice, bob, gina, root):
        client.force_login(person)
        caller = api(person)
        answers = {one: client.get(one) for one in opened}
        opened = [one for one, answer in answers.items() if answer.status_code != 405]
        answers |= {one: client.get(one) for one in in_the_panel()} if person == root else {}
        read = [address_of(pattern, seen_by_guests) for pattern in routes]
        answers |= {one: caller.get(one) for one in read}
        assert sum(one.status_code == 200 for one in answers.values()) > 50
        for address, answer in answers.items():
            told[person.name, address] = secrets.in_(text_of(answer))
    assert not {where: found for where, found in told.items() if found}


def test_no_mail_no_stream_and_no_row(duo, names, seen_by_guests, secrets, bob):
    report, sprint = present(HealthReport.objects.first()), present(Sprint.objects.first())
    report.sprint = sprint
    digest = Digest(team=duo.team, sprint=sprint, report=report, forecasts=forecasts_of(duo.team))
    digest.pk = 1
    mail = DigestEmail(digest, bob).message()
    heard = lines_after({duo.project.pk: 0})[duo.project.pk]
    told = {
        "text": mail.body,
        "mail": present(mail.alternatives)[0][0],
        "subject": mail.subject,
        "stream": b"".join(one.frame for one in heard).decode(),
        **tables(),
    }
    assert heard
    assert "not shown" in mail.body
    del told["metrics_storyfact"]  # how long a story took is the story's
    found = {door: secrets.in_(text) for door, text in told.items()}
    assert not {door: texts for door, texts in found.items() if texts}
