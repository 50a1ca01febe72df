"""In which zone the days of a team begin, from the moments that Jira wrote."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from integrations.imports.broken import BrokenFile

# One of each rule in use, the most common first: where several fit, it is the first.
USUAL = (
    "UTC",
    "Europe/Berlin",
    "Europe/London",
    "America/New_York",
    "America/Los_Angeles",
    "America/Chicago",
    "America/Denver",
    "Asia/Kolkata",
    "Asia/Shanghai",
    "Asia/Tokyo",
    "Europe/Helsinki",
    "Europe/Moscow",
    "America/Sao_Paulo",
    "Australia/Sydney",
    "Asia/Dubai",
    "Asia/Bangkok",
    "Asia/Karachi",
    "Asia/Dhaka",
    "Asia/Kathmandu",
    "Asia/Kabul",
    "Asia/Tehran",
    "Asia/Jerusalem",
    "Asia/Beirut",
    "Africa/Cairo",
    "Africa/Lagos",
    "Africa/Johannesburg",
    "America/Halifax",
    "America/St_Johns",
    "America/Phoenix",
    "America/Mexico_City",
    "America/Bogota",
    "America/Caracas",
    "America/Santiago",
    "America/Anchorage",
    "Pacific/Honolulu",
    "Australia/Brisbane",
    "Australia/Adelaide",
    "Australia/Darwin",
    "Asia/Yangon",
    "Asia/Tashkent",
    "Asia/Yekaterinburg",
    "Asia/Omsk",
    "Asia/Vladivostok",
    "Pacific/Auckland",
    "Pacific/Fiji",
    "Pacific/Tongatapu",
    "Pacific/Chatham",
    "Atlantic/Azores",
    "Atlantic/Cape_Verde",
    "America/Noronha",
)


@cache
def _known() -> tuple[ZoneInfo, ...]:
    names = available_timezones()
    zones = []
    for name in USUAL:
        if name in names:
            zones.append(ZoneInfo(name))
    return tuple(zones)


@dataclass
class ZoneFinder:
    """An offset holds for half a year at most; a zone knows what the other half has."""

    seen: Counter[datetime] = field(default_factory=Counter)

    def see(self, moment: datetime) -> None:
        self.seen[moment.replace(hour=12, minute=0, second=0, microsecond=0)] += 1

    def of(self, name: str = "") -> tzinfo:
        """The zone of this name, else the one that agrees with most of what was seen."""
        if name:
            if name not in available_timezones():
                raise BrokenFile("--zone", f"“{name[:60]}” isn't a zone such as Europe/Berlin.")
            return ZoneInfo(name)
        return max(_known(), key=self._agreement)

    def _agreement(self, zone: ZoneInfo) -> int:
        agreeing = 0
        for moment, times in self.seen.items():
            if moment.astimezone(zone).utcoffset() == moment.utcoffset():
                agreeing += times
        return agreeing
