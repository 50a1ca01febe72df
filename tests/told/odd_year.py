"""The told year with everything odd in its last two weeks that a board sees now and then."""

from datetime import date

from sprints.models import Retrospective
from tests.told.year import tell

HEAP = 8


def tell_odd(chronicle):
    chronicle = tell(chronicle)
    theme = chronicle.project.themes.first()
    for oddity in (
        heap,
        reopened,
        never_started,
        dropped,
        parked,
        backwards,
        weekend,
        nobodys,
        passed_on_at_once,
        together,
        blocked_twice,
    ):
        oddity(chronicle, theme)
    followed(chronicle)
    return chronicle


def work(chronicle, theme, owner, *stages):
    """Write a story and move it to each (day, category)."""
    story = chronicle.write(stages[0][0] - 0.2, owner, theme=theme)
    for day, category in stages:
        chronicle.move(story, day, category, by=owner)
    return story


def heap(chronicle, theme):
    """A forgotten pile is closed by one hand within a minute and a half."""
    pile = [work(chronicle, theme, "sven", (85 + n / 10, "doing")) for n in range(HEAP)]
    for place, story in enumerate(pile):
        chronicle.move(story, 99 + place * 12 / 86_400, "done", by="sara")


def reopened(chronicle, theme):
    work(
        chronicle,
        theme,
        "emma",
        (86, "doing"),
        (88, "done"),
        (88.5, "doing"),
        (90, "done"),
        (91, "review"),
        (95, "done"),
    )


def never_started(chronicle, theme):
    work(chronicle, theme, "egon", (92, "done"))


def dropped(chronicle, theme):
    work(chronicle, theme, "sara", (87, "doing"), (96, "dropped"))
    work(chronicle, theme, "sara", (93, "dropped"))


def parked(chronicle, theme):
    work(
        chronicle,
        theme,
        "sven",
        (88, "doing"),
        (89, "todo"),
        (94, "doing"),
        (96, "review"),
        (97, "done"),
    )
    work(chronicle, theme, "egon", (87.5, "doing"), (88.5, "todo"))


def backwards(chronicle, theme):
    """Done is told for a moment before it was started: the clock ran backwards."""
    work(chronicle, theme, "emma", (94, "doing"), (93, "done"))


def weekend(chronicle, theme):
    work(chronicle, theme, "egon", (89.1, "doing"), (90.2, "done"))


def nobodys(chronicle, theme):
    story = chronicle.write(95, None, theme=theme)
    chronicle.move(story, 95.5, "doing")
    chronicle.move(story, 97.5, "done")


def passed_on_at_once(chronicle, theme):
    """Ten minutes with somebody, and any time in to do, are no stays."""
    story = work(chronicle, theme, "sara", (86, "doing"))
    chronicle.hand(story, 88, "emma")
    chronicle.hand(story, 88 + 10 / 1440, "sven")
    chronicle.move(story, 89, "todo")
    chronicle.hand(story, 89.5, "egon")
    chronicle.hand(story, 91, "sara")
    chronicle.move(story, 92, "doing")
    chronicle.move(story, 93, "done")


def together(chronicle, theme):
    story = work(chronicle, theme, "sara", (86.5, "doing"))
    for day, who in ((87, "emma"), (87.5, "egon")):
        with chronicle.at(day):
            story.pair_with(chronicle.people[who], by=chronicle.lead)
    with chronicle.at(88.5):
        story.part_from(chronicle.people["emma"], by=chronicle.lead)
    chronicle.move(story, 94, "done")


def blocked_twice(chronicle, theme):
    story = work(chronicle, theme, "egon", (87, "doing"))
    for day in (87.2, 91.2):
        with chronicle.at(day):
            story.block("No access", by=chronicle.lead)
        with chronicle.at(day + 1.3):
            story.unblock(by=chronicle.lead)
    chronicle.move(story, 95, "done")


def followed(chronicle):
    """Thirteen actions of five retrospectives: done, dropped, late and still open."""
    ends = [6, 12, None, 20, (3, ""), 9, 40, None, 15, 5, None, (8, ""), 11]
    for number, end in enumerate(ends):
        sprint = chronicle.sprints[number % 5]
        day = 14 * (number % 5) + 12
        with chronicle.at(day):
            held = Retrospective.hold(sprint, by=chronicle.lead)
            action = held.agree(
                f"Try {number}", owner=chronicle.lead, due=date(2026, 6, 1), by=chronicle.lead
            )
        after, evidence = end if isinstance(end, tuple) else (end, "It is so.")
        if after is not None and day + after < 100:
            with chronicle.at(day + after):
                action.close(by=chronicle.lead, evidence=evidence)
