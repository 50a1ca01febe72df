from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.template import Context, Template
from django.utils import timezone

from web.templatetags.dates import exactly, in_words, is_past

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture(autouse=True)
def noon_in_berlin():
    noon = datetime(2026, 3, 10, 12, 0, tzinfo=BERLIN)
    with time_machine.travel(noon, tick=False), timezone.override(BERLIN):
        yield


@pytest.mark.parametrize(
    ("when", "said"),
    [
        (date(2026, 3, 10), "today"),
        (date(2026, 3, 11), "tomorrow"),
        (date(2026, 3, 9), "yesterday"),
        (date(2026, 3, 13), "in 3 days"),
        (date(2026, 2, 17), "3 weeks ago"),
        (date(2026, 7, 10), "in 4 months"),
        (date(2024, 3, 10), "10 Mar 2024"),
        (datetime(2026, 3, 10, 11, 59, 50, tzinfo=BERLIN), "just now"),
        (datetime(2026, 3, 10, 11, 18, tzinfo=BERLIN), "42 minutes ago"),
        (datetime(2026, 3, 10, 15, 0, tzinfo=BERLIN), "in 3 hours"),
    ],
)
def test_a_time_is_said_as_people_say_it(when, said):
    assert in_words(when) == said


def test_yesterday_is_the_readers_yesterday():
    late = datetime(2026, 3, 8, 23, 30, tzinfo=ZoneInfo("UTC"))  # 0:30 on the 9th in Berlin

    assert in_words(late) == "yesterday"


def test_the_exact_time_names_its_zone():
    assert exactly(datetime(2026, 3, 10, 11, 0, tzinfo=ZoneInfo("UTC"))) == (
        "Tue 10 Mar 2026, 12:00 CET"
    )


def test_a_moment_says_ahead_or_past():
    template = Template('{% load dates %}{% moment day past="ended" ahead="ends" %}')

    assert ">ends in 3 days</time>" in template.render(Context({"day": date(2026, 3, 13)}))
    assert ">ended yesterday</time>" in template.render(Context({"day": date(2026, 3, 9)}))
    assert not is_past(date(2026, 3, 10))
