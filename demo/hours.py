"""Working time: Monday to Friday, eight hours, in UTC."""

from datetime import UTC, date, datetime, time, timedelta

OPENS, CLOSES = time(8, 0, tzinfo=UTC), time(16, 0, tzinfo=UTC)


def on(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute, tzinfo=UTC))


def is_workday(day: date) -> bool:
    return day.isoweekday() <= 5


def workday_from(day: date) -> date:
    """The day itself, or the Monday after it."""
    while not is_workday(day):
        day += timedelta(days=1)
    return day


def workday_until(day: date) -> date:
    """The day itself, or the Friday before it."""
    while not is_workday(day):
        day -= timedelta(days=1)
    return day


def at_work(moment: datetime) -> datetime:
    """The moment itself if people are at work, else the next morning that they are."""
    if is_workday(moment.date()) and moment.timetz() < CLOSES:
        return max(moment, datetime.combine(moment.date(), OPENS))
    return datetime.combine(workday_from(moment.date() + timedelta(days=1)), OPENS)


def after(moment: datetime, hours: float) -> datetime:
    """So many working hours later."""
    moment, left = at_work(moment), timedelta(hours=hours)
    while left > (today := datetime.combine(moment.date(), CLOSES) - moment):
        left -= today
        moment = at_work(datetime.combine(moment.date(), CLOSES))
    return moment + left
