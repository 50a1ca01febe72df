"""How a forecast is said in a sentence."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from forecasts.coverage import LESS, MORE, Coverage
from forecasts.inputs import OpenStory
from forecasts.project_forecast import ENOUGH, Commitment, ProjectForecast, Target, said
from numerics.forecasting import Range, nearest_horizon
from web.templatetags.dates import short_date
from web.templatetags.numbers import chance

NOTABLE = 0.05  # a difference in capacity worth a word
HORIZON_WORDS = {14: "two weeks", 28: "four weeks", 91: "thirteen weeks"}


def percent(share: float) -> str:
    """A chance as people say it: two thousand futures make nothing sure, nothing impossible."""
    return chance(share)


def stories(count: float) -> str:
    return f"{count:,.0f} {'story' if count == 1 else 'stories'}"


def between(span: Range) -> str:
    """12 to 19 stories."""
    if span.low == span.high:
        return stories(span.low)
    return f"{span.low:,.0f} to {stories(span.high)}"


def days_between(span: Range, target: Target) -> str:
    """5 Dec to 28 Dec, from days; what lies beyond two years is said so."""
    low, high = (target.day(end) for end in (span.low, span.high))
    if low is None:
        return "later than in two years"
    if high is None:
        return f"{short_date(low)} or much later"
    if low == high:
        return short_date(low)
    return f"{short_date(low)} to {short_date(high)}"


def plan(commitment: Commitment) -> str:
    """With 2 people away, this plan has a chance of 12 %. Cutting 4 stories makes it 60 %."""
    if commitment.chance is None:
        return commitment.answer.why_not
    capacity = hands(commitment)
    if capacity:
        lead = f"{capacity[0].upper()}{capacity[1:]}, this"
    else:
        lead = "This"
    return f"{lead} plan has a chance of {percent(commitment.chance)}. {advice(commitment)}".strip()


def advice(commitment: Commitment) -> str:
    """What cutting would make of a plan's chance, or that there is room; else nothing."""
    cut = commitment.cut_to_aim
    if cut:
        return f"Cutting {stories(cut[0])} makes it {percent(cut[1])}."
    if commitment.chance is not None and commitment.chance > ENOUGH:
        return "Is there room for more, or is it kept small?"
    return ""


def hands(commitment: Commitment) -> str:
    """Who is away, or what share of the usual days there is where that alone is known."""
    if commitment.away:
        if commitment.away == 1:
            who = "1 person"
        else:
            who = f"{commitment.away} people"
        return f"with {who} away"
    if abs(commitment.capacity - 1) >= NOTABLE:
        return f"with {percent(commitment.capacity)} of the usual days"
    return ""


def rest_of(sprint: Commitment, today: date) -> str:
    """9 to 12 of 14 stories by Friday, 85 %: of the running sprint, those done now included."""
    if not sprint.stories:
        return "Nothing in it is open any more"
    if sprint.answer.forecast is None:
        return sprint.answer.why_not
    done, span = sprint.sprint.done, said(sprint.answer.forecast)
    low, high = done + span.low, done + span.high
    if low == high:
        ends = f"{high:,.0f}"
    else:
        ends = f"{low:,.0f} to {high:,.0f}"
    day = near_day(sprint.sprint.ends_on, today)
    return f"{ends} of {stories(done + sprint.stories)} {day}, {level(span)}"


def all_of_it(commitment: Commitment) -> str:
    """What "all" is: it isn't what was frozen, once something was added or taken out."""
    inside, frozen = commitment.sprint.done + commitment.stories, commitment.sprint.committed
    if inside > 1:
        every = f"all {inside} that stand"
    else:
        every = "the one that stands"
    was = f" ({frozen} {'was' if frozen == 1 else 'were'} frozen at its kickoff)"
    done = "are done" if inside > 1 else "is done"
    return f"{every} in it now{was if frozen and frozen != inside else ''} {done}"


def standing_still(key: str, stories: Sequence[OpenStory]) -> str:
    """TV-7 is blocked: this assumes that it goes on today; nothing if none is."""
    blocked = []
    for one in stories:
        if one.blocked_at:
            blocked.append(f"{key}-{one.number}")
    if not blocked:
        return ""
    if len(blocked) == 1:
        return f"{blocked[0]} is blocked: this assumes that it goes on today."
    named = f"{', '.join(blocked[:-1])} and {blocked[-1]}"
    return f"{named} are blocked: this assumes that they go on today."


def near_day(day: date, today: date) -> str:
    """By Friday, within the week; else by the date."""
    if day == today:
        return "by tonight"
    if (day - today).days < 7:
        return f"by {day:%A}"
    return f"by {short_date(day)}"


def level(span: Range) -> str:
    """The level it may claim, and that this is all there is if it is less than wished for."""
    if round(100 * span.level) >= 85:
        return percent(span.level)
    return f"{percent(span.level)}, all that this much history allows"


def how_many(project_forecast: ProjectForecast) -> str:
    """12 to 19 stories by 4 December, 85 %."""
    answer = project_forecast.count
    if answer.forecast is None:
        return answer.why_not
    span = said(answer.forecast)
    day = project_forecast.by.strftime("%-d %B")
    if project_forecast.by.year != project_forecast.today.year:
        day += f" {project_forecast.by.year}"
    return f"{between(span).capitalize()} by {day}, {level(span)}"


def how_well(project_forecast: ProjectForecast) -> str:
    """Our 85 % ranges held 31 of 36 times, and what that is worth; or that it can't be said yet."""
    days = (project_forecast.by - project_forecast.today).days + 1
    horizon, record = nearest_horizon(days), project_forecast.inputs.record
    lived = Coverage.lived(record, horizon, 0.85, project_forecast.inputs.resolved)
    ahead, known = HORIZON_WORDS[horizon], lived.known
    if lived.is_calibrated:
        return f"our 85 % ranges for {ahead} held {lived.held} of {known} times{worth_of(lived)}"
    outcomes = f"{known or 'no'} outcome{'' if known in (0, 1) else 's'}"
    said_now = f"uncalibrated: {outcomes} for {ahead} yet, fewer than thirteen"
    before = record.warmth(horizon)
    if before.resolved:
        said_now += (
            f" (replayed over the past they would have held {before.hits[0.85]} of "
            f"{before.resolved} times)"
        )
    return said_now


def how_dates_held(lived: Coverage) -> str:
    """Dates are harder than counts, and have a record of their own."""
    themes = f"{lived.effective:.0f} theme{'' if round(lived.effective) == 1 else 's'}"
    return (
        f"85 % ranges for the dates of themes held {lived.held} of {lived.known} times, of "
        f"{themes}: {lived.verdict}."
    )


def worth_of(lived: Coverage) -> str:
    """What the calibration page says of it, in half a sentence."""
    if lived.is_off == MORE:
        return ", more often than they say, so they are wider than need be"
    if lived.is_off == LESS:
        return ", less often than they say, so take them as too narrow"
    if lived.is_judged:
        return ""
    return (
        f", which count as {lived.effective:.0f} as they share days: too few to tell whether they "
        "hold as often as they say"
    )


def fortnight_in_words(frozen: dict[str, Any]) -> str:
    """A frozen forecast of two weeks in a line, from its JSON: 12 to 19 stories by 4 Dec, 85 %."""
    spans = []
    for one in frozen["ranges"]:
        spans.append(Range(one["level"], one["low"], one["high"]))
    span = next((one for one in spans if one.level == 0.85), spans[-1])
    day = date.fromisoformat(frozen["due_on"]) - timedelta(days=1)
    return f"{between(span).capitalize()} by {short_date(day)}, {percent(span.level)}"
