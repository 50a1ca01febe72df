"""No test hangs on a day that comes soon: it would be red from then on, whoever changed what."""

import re
from pathlib import Path

TESTS = Path(__file__).parents[1]
FIRST, AFAR = "2026-12", "2028-01"  # months: what lies between was to come when it was written
DAY = re.compile(r"date(?:time)?\((20\d\d), (\d+|\w+)|\"(20\d\d)-(\d\d)-\d\d")
STANDS_STILL = re.compile(r"clock\.at\(|time_machine|travel\(")
OF_NO_TIME = {  # say a day without any today beside it
    "api/test_schema.py",
    "health/test_handoffs.py",
    "web/test_axis.py",
}


def days_to_come(text):
    """Yield the months of days that a test names, which soon are past."""
    for built_year, built_month, year, month in DAY.findall(text):
        month = month or (f"{int(built_month):02}" if built_month.isdigit() else "12")
        if month <= "12" and FIRST <= f"{year or built_year}-{month}" < AFAR:
            yield f"{year or built_year}-{month}"


def test_no_test_names_a_day_that_soon_is_past():
    found = {}
    for path in TESTS.rglob("*.py"):
        text = path.read_text()
        name = path.relative_to(TESTS).as_posix()
        if not STANDS_STILL.search(text) and name not in OF_NO_TIME:
            found[name] = list(days_to_come(text))
    assert {name: days for name, days in found.items() if days} == {}
