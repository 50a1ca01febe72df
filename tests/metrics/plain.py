"""The facts again, event by event in plain Python: slow, obvious, and made separately."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta

from projects.models import Event
from sprints.models import CommittedStory
from tests.metrics.chronicle import working_days

ACTIVE = ("doing", "review")


@dataclass
class Plain:
    """What one story's events come to."""

    started: object = None
    done: object = None
    category: str = ""
    reopened: int = 0
    moves: list = field(default_factory=list)
    holders: list = field(default_factory=list)
    sprints: list = field(default_factory=list)

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
        stays = []
        for at, after in zip(changes, [*changes[1:], None], strict=True):
            holder = [one for when, one in self.holders if when <= at][-1]
            active = self.category_at(at) in ACTIVE
            length = 0.0 if not active else 1.0 if after is None else working_days(at, after)
            if stays and stays[-1][0] == holder:
                stays[-1][1] += length
            else:
                stays.append([holder, length])
        path = []
        for holder, length in stays:
            if holder and length >= 1 / 24 and (not path or path[-1] != holder):
                path.append(holder)
        return path


def told(project):
    stories = defaultdict(Plain)
    last = {}
    disciplines = {m.user_id: m.discipline for m in project.team.memberships.all()}
    for event in Event.objects.filter(project=project).exclude(story=None).order_by("pk"):
        one, details = stories[event.story_id], event.details
        at = last[event.story_id] = max(event.at, last.get(event.story_id, event.at))
        if event.verb in ("story_created", "story_moved"):
            now = details.get("now_category") or details["category"]
            if one.category == "done" and now != "done":
                one.reopened += 1
            if now in ACTIVE and one.started is None:
                one.started = at
            if now == "done" and one.category != "done":
                one.done = at
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


def sprint_told(sprint, stories):
    """Return (committed, done, added, removed) as sets of story ids."""
    kick, shut = (
        sprint.events.filter(verb=verb).first() for verb in ("sprint_kicked_off", "sprint_closed")
    )
    frozen = set(
        CommittedStory.objects.filter(commitment__sprint=sprint).values_list("story", flat=True)
    )
    end = min(shut.at, shut.at.combine(sprint.ends_on, shut.at.min.time(), shut.at.tzinfo)
              + timedelta(days=2))  # fmt: skip
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


def product_limit(pairs, q):
    """Kaplan and Meier as in the textbook, one event time after the other; nothing was dropped."""
    alive = 1.0
    for time in sorted({days for days, ended in pairs if ended}):
        at_risk = sum(days >= time for days, _ in pairs)
        ended = sum(days == time and done for days, done in pairs)
        alive *= 1 - ended / at_risk
        if 1 - alive >= q - 1e-12:
            return time
    return None
