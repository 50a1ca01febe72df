"""How long work lay between the disciplines (A3), from the lines of history alone.

Plain Python, without numpy and without anything of the product's that makes a number: slow, and
written from the specification.
"""

from collections import defaultdict
from datetime import datetime, time, timedelta

MINUTE, HEAP, HEAP_TIME = timedelta(minutes=1), 6, timedelta(minutes=2)
LATER = ("story_moved", "story_commented", "story_paired", "story_blocked", "story_handed")
NOBODY = ("", "unknown", None)


def waits(lines, as_of, workdays=(1, 2, 3, 4, 5)):
    """Return median, 85 %, number and how many still wait, of the last six sprints' hand-offs."""
    begin, heap = window(lines), bulk_closes(lines)
    found = []
    for story, own in by_story(lines):
        started, done, dropped = life(own)
        if started is None or dropped or story in heap:
            continue
        for handed in hand_offs(own):
            at = handed["at"]
            if at > begin and at >= started and (done is None or at < done):
                up = taken_up(own, handed, workdays)
                found.append((worked(at, up or as_of, workdays), up is not None))
    return {
        "n": len(found),
        "waiting": sum(not over for _, over in found),
        "median": quantile(found, 0.5),
        "p85": quantile(found, 0.85),
    }


def by_story(lines):
    stories = defaultdict(list)
    for line in sorted(lines, key=lambda one: one["id"]):
        if line["story_id"] is not None:
            stories[line["story_id"]].append(line)
    return stories.items()


def window(lines):
    """The end of the seventh last sprint; of younger teams the first kickoff."""
    kicked = [line["at"] for line in lines if line["verb"] == "sprint_kicked_off"]
    closed = [line["at"] for line in lines if line["verb"] == "sprint_closed"]
    return [min(kicked), *sorted(closed)][-7:][0]


def category(line):
    if line["verb"] == "story_created":
        return line["details"]["category"]
    return line["details"]["now_category"] if line["verb"] == "story_moved" else None


def life(own):
    """When work on it began, when it was done if it is, and whether it was dropped."""
    moves = [(line["at"], category(line)) for line in own if category(line)]
    started = [at for at, now in moves if now in ("doing", "review")]
    last = moves[-1][1]
    done = None
    for (at, now), (_, before) in zip(moves, [(None, ""), *moves], strict=False):
        if now == "done" and before != "done":
            done = at
    return min(started, default=None), done if last == "done" else None, last == "dropped"


def bulk_closes(lines):
    closes = [line for line in lines if line["verb"] == "story_moved" and category(line) == "done"]
    found = set()
    for one in closes:
        same = [
            other["story_id"]
            for other in closes
            if other["actor_id"] == one["actor_id"]
            and one["at"] <= other["at"] <= one["at"] + HEAP_TIME
        ]
        if len(same) >= HEAP:
            found.update(same)
    return found


def hand_offs(own):
    """To another discipline; what one hand passed on within a minute of each other is one."""
    handed = [line for line in own if line["verb"] == "story_handed"]
    bursts: list[list] = []
    for line in handed:
        before = bursts[-1][-1] if bursts else None
        if (
            before
            and line["actor_id"] == before["actor_id"]
            and line["at"] - before["at"] <= MINUTE
        ):
            bursts[-1].append(line)
        else:
            bursts.append([line])
    for burst in bursts:
        was, now = burst[0]["details"]["was_discipline"], burst[-1]["details"]["now_discipline"]
        if was not in NOBODY and now not in NOBODY and was != now:
            yield burst[-1]


def taken_up(own, handed, workdays):
    """The first sign of life of the discipline that got it; a word alone isn't one."""
    to = handed["details"]["now_discipline"]
    later = [line for line in own if line["id"] > handed["id"]]
    for place, line in enumerate(later):
        if line["verb"] == "story_handed":
            return line["at"]
        if line["discipline"] != to:
            continue
        if line["verb"] == "story_moved":
            return line["at"]
        if line["verb"] in ("story_commented", "story_paired", "story_blocked"):
            after = [one for one in later[place + 1 :] if one["verb"] in LATER]
            if any(
                one["discipline"] == to and is_soon(line["at"], one["at"], workdays)
                for one in after
            ):
                return line["at"]
    return None


def is_soon(at, later, workdays):
    """On that or the next working day."""
    days = [at.date() + timedelta(days=one) for one in range((later.date() - at.date()).days + 1)]
    return sum(day.isoweekday() in workdays for day in days[1:]) <= 1


def worked(start, end, workdays):
    """Working days between two moments, day by day, each of 24 hours."""
    total, day = timedelta(), start.date()
    while day <= end.date():
        if day.isoweekday() in workdays:
            midnight = datetime.combine(day, time(), start.tzinfo)
            total += max(min(end, midnight + timedelta(days=1)) - max(start, midnight), timedelta())
        day += timedelta(days=1)
    return total / timedelta(days=1)


def quantile(found, share):
    """Kaplan and Meier: the time by which that share was taken up, None if never seen."""
    left = 1.0
    for length in sorted({length for length, over in found if over}):
        at_risk = sum(other >= length for other, _ in found)
        ended = sum(over and other == length for other, over in found)
        left *= 1 - ended / at_risk
        if 1 - left >= share - 1e-12:
            return length
    return None
