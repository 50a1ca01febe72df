"""The facts again, event by event in plain Python: slow, obvious, and made separately."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from history.models import Event
from sprints.models import CommittedStory
from tests.present import present
from tests.told.chronicle import working_days

ACTIVE = ("doing", "review")


@dataclass
class Plain:
    """What one story's events come to."""

    started: datetime | None = None
    done: datetime | None = None
    category: str = ""
    reopened: int = 0
    moves: list = field(default_factory=list)
    holders: list = field(default_factory=list)
    closings: list = field(default_factory=list)
    said_started: datetime | None = None
    said_done: datetime | None = None
    sprints: list = field(default_factory=list)

    @property
    def is_done_before_it_began(self):
        """By the times as they were told; how long it took can't be known then."""
        if not (self.done and self.started):
            return False
        return present(self.said_done) < present(self.said_started)

    @property
    def ended(self):
        return self.done or (self.moves[-1][0] if self.category == "dropped" else None)

    @property
    def cycle(self):
        if self.done is None or self.started is None or self.started > self.done:
            return None
        return working_days(self.started, self.done)

    def category_at(self, moment):
        return [category for at, category in self.moves if at <= moment][-1]

    def path(self):
        """Walk through every change of holder or stage; one holder alone needs no stays."""
        ever = {holder for _, holder in self.holders if holder}
        if len(ever) <= 1:
            return sorted(ever) if self.started else []
        changes = sorted({at for at, _ in self.moves} | {at for at, _ in self.holders})
        stays: list[list] = []
        for at, after in zip(changes, [*changes[1:], None], strict=True):
            holder = [one for when, one in self.holders if when <= at][-1]
            active = self.category_at(at) in ACTIVE
            length = 0.0 if not active else 1.0 if after is None else working_days(at, after)
            if stays and stays[-1][0] == holder:
                stays[-1][1] += length
            else:
                stays.append([holder, length])
        path: list[str] = []
        for holder, length in stays:
            if holder and length >= 1 / 24 and (not path or path[-1] != holder):
                path.append(holder)
        return path


def told(project):
    stories: dict[int, Plain] = defaultdict(Plain)
    last: dict[int, datetime] = {}
    disciplines = {m.user_id: m.discipline for m in project.team.memberships.all()}
    for event in Event.objects.filter(project=project).exclude(story=None).order_by("pk"):
        story = present(event.story_id)
        one, details = stories[story], event.details
        at = last[story] = max(event.at, last.get(story, event.at))
        if event.verb in ("story_created", "story_moved"):
            now = details.get("now_category") or details["category"]
            if one.category == "done" and now != "done":
                one.reopened += 1
            if now in ACTIVE and one.started is None:
                one.started, one.said_started = at, event.at
            if now == "done" and one.category != "done":
                one.done, one.said_done = at, event.at
                one.closings.append((event.actor_id, event.at))
            if now != "done":
                one.done = None
            one.category = now
            one.moves.append((at, now))
        if event.verb in ("story_created", "story_handed"):
            person = details.get("now") if event.verb == "story_handed" else details["owner"]
            one.holders.append((at, disciplines[person] if person else ""))
        if event.verb in ("story_created", "story_planned", "story_carried_over"):
            sprint = details.get("now") or details.get("sprint")
            one.sprints.append((event.pk, event.at, event.verb, sprint))
    return stories


def in_bulk(stories):
    """Return the ids of stories whose last close is one of six or more by a hand in two minutes."""
    closings = [one for story in stories.values() for one in story.closings]
    found = set()
    for pk, one in stories.items():
        for hand, at in one.closings[-1:]:
            mine = sorted(moment for who, moment in closings if who == hand)
            windows = (
                [moment for moment in mine if first <= moment <= first + timedelta(minutes=2)]
                for first in mine
            )
            if any(at in window and len(window) > 5 for window in windows):
                found.add(pk)
    return found


def sprint_told(sprint, stories):
    """Return (committed, done, added, removed) as sets of story ids."""
    kick, shut = (
        sprint.events.filter(verb=verb).first() for verb in ("sprint_kicked_off", "sprint_closed")
    )
    frozen = set(
        CommittedStory.objects.filter(commitment__sprint=sprint).values_list("story", flat=True)
    )
    end = min(
        shut.at,
        shut.at.combine(sprint.ends_on, shut.at.min.time(), shut.at.tzinfo) + timedelta(days=2),
    )
    done = {pk for pk in frozen if stories[pk].category_at(end) == "done"}
    added, removed = set(), set()
    for pk, one in stories.items():
        before = [entry for entry in one.sprints if (entry[1], entry[0]) < (shut.at, shut.pk)]
        inside = bool(before) and before[-1][3] == sprint.pk
        late = [entry for entry in before if (entry[1], entry[0]) > (kick.at, kick.pk)]
        if pk in frozen and (not inside or stories[pk].category_at(end) == "dropped"):
            removed.add(pk)
        if pk not in frozen and any(entry[3] == sprint.pk for entry in late):
            added.add(pk)
    return frozen, done, added, removed


def product_limit(items, q):
    """Kaplan and Meier as in the textbook, one event time after the other.

    Items are (days, how), how being done, dropped or open (False, and True for done, will do too).
    The share q of what gets done at all is done within the duration returned.
    """
    alive, done, dropped, steps = 1.0, 0.0, 0.0, []
    items = [(days, {True: "done", False: "open"}.get(how, how)) for days, how in items]
    for time in sorted({days for days, how in items if how != "open"}):
        at_risk = sum(days >= time for days, _ in items)
        ends = [how for days, how in items if days == time]
        done += alive * ends.count("done") / at_risk
        dropped += alive * ends.count("dropped") / at_risk
        alive *= 1 - (ends.count("done") + ends.count("dropped")) / at_risk
        steps.append((time, done))
    return next((time for time, share in steps if share >= q * (1 - dropped) - 1e-12), None)
