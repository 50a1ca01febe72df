"""Seven sprints as they might be: some returns, some misses, some churn, one slow stage."""

from base import clock
from sprints.models import Sprint
from stories.models import Story

PATHS = [(), ("emma",), ("emma", "sven"), (), ("egon",), (), ("sven",), ("emma", "sara", "egon")]
OWNERS = ["sara", "sven", "emma", "egon", "sara", "emma", "sven", "sara"]
LENGTHS = [1.2, 3.4, 6.1, 0.6, 2.2, 7.3, 4.4, 5.0]
SPRINTS = 7


def tell(chronicle):
    """Tell it, and return the chronicle; its `now` is in the eighth sprint."""
    themes = [chronicle.theme(title) for title in ("Ingest", "Model")]
    carried: list[Story] = []
    sprint = None
    for number in range(SPRINTS):
        first = 14 * number
        fresh = [
            chronicle.write(first - 2, OWNERS[i], theme=themes[(i + number) % 2], points=1 + i % 3)
            for i in range(8)
        ]
        sprint = kick_off(chronicle, sprint or plan(chronicle, number), [*carried, *fresh])
        carried = live(chronicle, sprint, number, first, [*carried, *fresh])
        following = plan(chronicle, number + 1)
        chronicle.close(sprint, first + 11.5, into=following)
        sprint = following
    first = 14 * SPRINTS
    fresh = [chronicle.write(first - 2, OWNERS[i], theme=themes[i % 2]) for i in range(4)]
    kick_off(chronicle, sprint, [*carried, *fresh])
    for place, story in enumerate(fresh):
        chronicle.move(story, first + 0.1 * place, "doing")
    chronicle.sprints = list(Sprint.objects.filter(project=chronicle.project).order_by("number"))
    chronicle.now = chronicle.moment(first + 3)
    return chronicle


def plan(chronicle, number):
    with chronicle.at(14 * number - 3):
        return Sprint.plan(
            chronicle.project, starts_on=chronicle.moment(14 * number).date(), by=chronicle.lead
        )


def kick_off(chronicle, sprint, stories):
    with clock.at(chronicle.moment(14 * (sprint.number - 1))):
        for story in stories:
            story.plan_into(sprint, by=chronicle.lead)
        sprint.kick_off(by=chronicle.lead)
    return sprint


def live(chronicle, sprint, number, first, stories):
    """Work on them in turn; the last ones aren't finished and go on in the next sprint."""
    left = stories[8 - number % 3 :] if number % 2 else stories[7:]
    for place, story in enumerate(one for one in stories if one not in left):
        start, length = first + 0.05 + place * 0.2, LENGTHS[(place + number) % 8]
        chronicle.move(story, start, "doing")
        path = PATHS[(place + 2 * number) % 8]
        for step, to in enumerate(path, start=1):
            chronicle.hand(story, start + length * step / (len(path) + 1), to)
        if place % 3 == 0:
            chronicle.move(story, start + length * 0.7, "review")
        chronicle.move(story, start + length, "done")
    if number % 2:
        late = chronicle.write(first + 4, "egon", kind="bug")
        with chronicle.at(first + 4.1):
            late.plan_into(sprint, by=chronicle.lead)
            left[0].plan_into(None, by=chronicle.lead)
        chronicle.move(left[0], first + 5, "dropped")
        left = [*left[1:], late]
    for story in left[:2]:
        chronicle.move(story, first + 8, "doing")
    return left
