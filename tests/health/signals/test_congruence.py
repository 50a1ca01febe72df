"""Who had contact where work is linked: told, counted again in plain Python, and in bare arrays."""

import random
from collections import defaultdict
from datetime import timedelta
from itertools import product

import numpy as np
import orjson
import pytest

from base import clock
from health.history.arrays import Contacts, Needs, Work
from health.reports.building import build_report, recompute
from health.signals import congruence
from history.models import Event
from numerics.statistics.interval import Z
from numerics.statistics.proportions import effective_size
from numerics.statistics.resampling import jackknife
from stories.models import Story
from tests.health.signals.bare import AS_OF, DAY, SPRINT, history, work
from tests.present import present
from tests.told.chronicle import Chronicle, kept, working_days

PEOPLE = {
    "sara": "science",
    "sven": "science",
    "sina": "science",
    "emma": "engineering",
    "egon": "engineering",
    "elsa": "engineering",
    "erik": "engineering",
}
ACTIVE = ("doing", "review")


def reading(chronicle, moment):
    with clock.at(moment):
        report = build_report(chronicle.team)
    return report, next(one for one in report.content["signals"] if one["key"] == "A1")


def say(chronicle, story, who, day):
    with chronicle.at(day):
        return story.comment("As discussed.", by=chronicle.people[who])


def pair(chronicle, story, who, day, until):
    with chronicle.at(day):
        story.pair_with(chronicle.people[who], by=chronicle.lead)
    with chronicle.at(until):
        story.part_from(chronicle.people[who], by=chronicle.lead)


# --- a told history: one story each in one theme, and who met is known ---


class Halley(Chronicle):
    story: dict[str, Story]  # by who has it at first


def in_one_theme():
    """Seven stories of seven people; four of the twelve pairs are in contact, and four nearly."""
    chronicle = Halley("Halley", "HA", PEOPLE)
    theme = chronicle.theme("Orbit")
    story = {who: chronicle.write(0, who, theme=theme) for who in PEOPLE}
    for who in PEOPLE:
        chronicle.move(story[who], 1, "doing", by=who)
    pair(chronicle, story["sara"], "emma", 2, 2.1)  # over two hours: contact
    pair(chronicle, story["sina"], "emma", 2, 2.02)  # half an hour
    for day in (2.0, 3.0):
        say(chronicle, story["egon"], "sven", day)  # on two days: contact
    for day in (2.0, 2.2):
        say(chronicle, story["erik"], "sven", day)  # twice on one day
    for day in (2, 3):
        said = say(chronicle, story["erik"], "sara", day)
    with chronicle.at(3.1):
        said.withdraw(by=chronicle.people["sara"])  # so that one day is left
    chronicle.move(story["sina"], 4, "review", by="sina")
    chronicle.move(story["sina"], 4.5, "done", by="elsa")  # a verdict: contact
    chronicle.hand(story["sara"], 4, "egon")  # both held it for days: contact
    chronicle.move(story["sven"], 4.5, "done", by="elsa")  # no review came before
    chronicle.story = story
    return chronicle


@pytest.fixture(scope="module")
def halley(django_db_setup, django_db_blocker):
    yield from kept(django_db_blocker, in_one_theme)


def test_four_of_twelve_pairs_met(halley):
    _, signal = reading(halley, halley.moment(6))
    assert (signal["n"], signal["value"]) == (12, pytest.approx(4 / 12, rel=1e-5))
    assert "approximate" in signal["notes"][0]
    assert signal["state"] == "unclear"


def test_the_evidence_is_the_links_across_which_nobody_spoke(halley):
    """Egon worked on Sara's story too, so that Sven's contact with him covers that link as well."""
    _, signal = reading(halley, halley.moment(6))
    one = {story.key: who for who, story in halley.story.items()}
    silent = {
        frozenset((one[row["key"]], one[row["other_key"]])) for row in signal["evidence"][0]["rows"]
    }
    assert silent == {
        frozenset(pair)
        for pair in [
            ("sara", "elsa"),
            ("sara", "erik"),
            ("sven", "emma"),
            ("sven", "elsa"),
            ("sven", "erik"),
            ("sina", "emma"),
            ("sina", "egon"),
            ("sina", "erik"),
            ("sina", "sven"),  # emma's half an hour on sina's story
        ]
    }
    assert signal["figures"]["links_without_contact"] == len(silent) == 9
    assert signal["action"].startswith("9 links between science and engineering")


def test_a_dependency_links_stories_of_no_theme_and_comes_first(halley):
    one = halley.write(4, "sven")
    other = halley.write(4, "erik")
    for story, who in ((one, "sven"), (other, "erik")):
        halley.move(story, 4.2, "doing", by=who)
    with halley.at(4.3):
        one.depend_on(other, by=halley.lead)
    _, signal = reading(halley, halley.moment(7))
    first = signal["evidence"][0]["rows"][0]
    assert (first["key"], first["other_key"], first["waits"]) == (one.key, other.key, True)
    assert signal["figures"]["links_without_contact"] == 10
    with halley.at(7):
        one.release_from(other, by=halley.lead)
        one.move_to(halley.column["review"], by=halley.lead)
    _, signal = reading(halley, halley.moment(8))
    assert signal["evidence"][0]["rows"][0]["waits"]  # it stood within these six sprints


def test_an_old_report_reads_what_was_said_until_then(halley):
    before, signal = reading(halley, halley.moment(9))
    with halley.at(9.5):
        halley.story["egon"].comments.first().withdraw(by=halley.people["sven"])
        halley.story["erik"].comment("Again.", by=halley.people["sara"])
    after, now = reading(halley, halley.moment(10))
    assert now["value"] == signal["value"]  # one contact lost, one won
    assert now["evidence"] != signal["evidence"]
    assert (recompute(before), recompute(after)) == (before.sha256, after.sha256)


def test_no_pair_of_people_is_in_the_report(halley):
    _, signal = reading(halley, halley.moment(10))
    for row in signal["evidence"][0]["rows"]:
        assert set(row) == {"id", "key", "other", "other_key", "waits"}
    text = orjson.dumps(signal).decode()
    assert not [user for user in halley.people.values() if user.name in text]


# --- a busy quarter, counted again event by event ---


def busy(seed=4):
    chronicle, rng = Chronicle("Encke", "EN", PEOPLE), random.Random(seed)
    themes = [*(chronicle.theme(title) for title in ("A", "B", "C", "D")), None]
    written: list[Story] = []
    for number in range(26):
        day, who = 3 * number, rng.choice(list(PEOPLE))
        story = chronicle.write(day, who, theme=rng.choice(themes))
        chronicle.move(story, day + 0.1, "doing", by=who)
        live(chronicle, rng, story, day + 0.2, written)
        written.append(story)
    chronicle.now = chronicle.moment(80)
    return chronicle


def live(chronicle, rng, story, day, written):
    """What happens to a story within three days, drawn."""
    names = list(PEOPLE)
    if rng.random() < 0.25:
        pair(chronicle, story, rng.choice(names), day, day + rng.choice((0.02, 0.2)))
    if written and rng.random() < 0.4:
        with chronicle.at(day + 0.25):
            story.depend_on(rng.choice(written), by=chronicle.lead)
    if rng.random() < 0.2:
        chronicle.hand(story, day + 0.3, rng.choice(names))
    if rng.random() < 0.4:
        who = rng.choice(names)
        say(chronicle, story, who, day + 0.4)
        say(chronicle, story, who, day + rng.choice((0.45, 1.4)))
    chronicle.move(story, day + 1.5, "review")
    if rng.random() < 0.2:
        chronicle.move(story, day + 2, rng.choice(("done", "doing")), by=rng.choice(names))


class Plain:
    """The same from events, one after the other, with sets of people and stories."""

    def __init__(self, chronicle, since, until):
        self.since, self.until = since, until
        self.discipline = {m.user_id: m.discipline for m in chronicle.team.memberships.all()}
        self.hours: dict[tuple, float] = defaultdict(float)
        self.theme: dict = {}
        self.needs, self.days, self.verdicts = set(), defaultdict(set), set()
        for pk in chronicle.project.stories.values_list("pk", flat=True):
            self._read(pk, Event.objects.filter(story=pk).order_by("pk"))
        self.worked = defaultdict(set)
        for person, story in self.hours:
            self.worked[person].add(story)

    def _read(self, pk, events):
        self.owner, self.paired, self.active, last = None, set(), False, None
        for event in events:
            self._spend(pk, last, event.at)
            self._hear(pk, event.verb.removeprefix("story_"), event, event.details)
            last = event.at
        self._spend(pk, last, self.until)

    def _hear(self, pk, verb, event, told):
        if verb in ("created", "moved"):
            self.active = (told.get("now_category") or told["category"]) in ACTIVE
        if verb == "created":
            self.theme[pk] = told["theme"]
        if verb in ("created", "handed"):
            self.owner = told["owner"] if verb == "created" else told["now"]
        if verb in ("paired", "parted"):
            self.paired ^= {told["coworker"]}
        if verb == "moved" and told["was_category"] == "review":
            self.verdicts.add((event.actor_id, pk))
        if verb == "commented":
            self.days[event.actor_id, pk].add(event.at.date())
        if verb == "depended":
            self.needs.add(frozenset((pk, told["needs"])))

    def _spend(self, story, start, end):
        start, end = max(start or end, self.since), min(end, self.until)
        if self.active and start < end:
            for person in {self.owner, *self.paired} - {None}:
                self.hours[person, story] += working_days(start, end) * 24

    def links(self, one, other):
        """Pairs of different stories of the two people that are linked."""
        for s, t in product(self.worked[one], self.worked[other]):
            same = self.theme[s] and self.theme[s] == self.theme[t]
            if s != t and (same or frozenset((s, t)) in self.needs):
                yield frozenset((s, t))

    def met(self, one, other):
        if any(
            min(self.hours[one, s], self.hours[other, s]) >= 1
            for s in self.worked[one] & self.worked[other]
        ):
            return True
        return any(
            (who, s) in self.verdicts or len(self.days[who, s]) >= 2
            for who, whose in ((one, other), (other, one))
            for s in self.worked[whose]
        )

    def count(self):
        """Return (required, covered, links, silent links)."""
        across = [
            (i, j)
            for i, j in product(self.discipline, repeat=2)
            if self.discipline[i] == "science" and self.discipline[j] == "engineering"
        ]
        links = {(i, j): set(self.links(i, j)) for i, j in across}
        required = [ij for ij in across if links[ij]]
        covered = [ij for ij in required if self.met(*ij)]
        every = set().union(*links.values())
        spoke = set().union(*(links[ij] for ij in covered))
        return len(required), len(covered), len(every), every - spoke


@pytest.mark.django_db
def test_a_busy_quarter_is_counted_alike_in_plain_python():
    chronicle = busy()
    report, signal = reading(chronicle, chronicle.now)
    plain = Plain(chronicle, report.as_of - timedelta(days=84), report.as_of)
    required, covered, links, silent = plain.count()
    assert 0 < covered < required == signal["n"]
    assert signal["value"] == pytest.approx(covered / required, rel=1e-5)
    assert signal["figures"] == {"links": links, "links_without_contact": len(silent)}
    told = {frozenset((row["id"], row["other"])) for row in signal["evidence"][0]["rows"]}
    assert told == silent


# --- bare arrays: the floors, the interval, the team's own limits ---

SPRINTS = 26


def bare(meet, science=3, engineering=4, themes=5):
    """In each sprint everyone has a story in its theme; `meet(sprint)` are pairs that share one."""
    rows, story = [], 0
    people = [*(["science"] * science), *(["engineering"] * engineering)]
    for sprint in range(SPRINTS):
        start = AS_OF - SPRINT * (SPRINTS - sprint) + DAY
        theme = 1 + sprint % themes
        for person, discipline in enumerate(people):
            story += 1
            rows.append((story, theme, discipline, person, start, start + DAY))
        for one, other in meet(sprint):
            story += 1
            for person in (one, science + other):
                rows.append((story, theme, people[person], person, start, start + DAY))
    return history(work(rows), story)


def measured(meet, **more):
    return congruence.measure(bare(meet, **more), np.random.default_rng(1))


def measured_without(gone):
    """Measure the steady team without the work that `gone` says never was."""
    whole = bare(varying)
    left = ~gone(whole.work)
    columns = (getattr(whole.work, name)[left] for name in Work.__dataclass_fields__)
    past = history(Work(*columns), whole.stories.id.size)
    return congruence.measure(past, np.random.default_rng(1))


def around(sprint, width=2):
    """So many of the twelve pairs in turn: six sprints in a row cover five more than that."""
    return [((sprint + n) % 12 % 3, (sprint + n) % 12 // 3) for n in range(width)]


def varying(sprint):
    return around(sprint, 1 + sprint // 3 % 3)


def test_contact_that_ceases_falls_below_the_teams_own_limit():
    found = measured(lambda sprint: varying(sprint) if sprint < 20 else [])
    assert (found.value, found.state) == (0, "attention")
    assert found.range.low > 0.2
    assert found.changes[0].direction == -1


def test_a_steady_team_is_well_within_its_limits():
    found = measured(varying)
    assert found.state == "healthy"
    assert found.range.low < found.value < found.range.high == 1
    assert len(found.series) == 13
    assert found.series[-1].value == found.value


@pytest.mark.parametrize(("sprints", "knows_itself"), [(15, False), (16, True)])
def test_its_own_limits_take_ten_sprints_before_the_six(sprints, knows_itself):
    found = measured_without(lambda work: work.start < AS_OF - sprints * SPRINT)
    assert (found.range is not None) == knows_itself
    assert (found.state == "unclear") != knows_itself
    assert any("No range yet" in note for note in found.notes) != knows_itself


@pytest.mark.parametrize(
    ("science", "engineering", "speaks"), [(3, 4, True), (3, 3, False), (2, 8, False), (4, 3, True)]
)
def test_it_takes_twelve_pairs_and_three_people_of_each_discipline(science, engineering, speaks):
    found = measured(lambda sprint: [(0, 0)], science=science, engineering=engineering)
    assert (found.state != "not_enough_data") == speaks
    assert (found.value is not None) == speaks
    if not speaks:
        assert f"there are {science} and {engineering}" in found.why_not
        assert not found.series
        assert not found.evidence


def test_a_window_of_few_pairs_is_no_point_of_the_series():
    """Twelve sprints ago only two of science were there: their pairs could be told apart."""
    found = measured_without(lambda work: (work.person == 0) & (work.start < AS_OF - 12 * SPRINT))
    hidden = [point for point in found.series if point.value is None]
    assert hidden
    assert {point.n for point in hidden} == {0}


def test_few_themes_are_called_approximate_and_many_never_narrower_than_wilson():
    few = measured(lambda sprint: around(sprint, 1), themes=3)
    assert "approximate" in few.notes[0]
    many = measured(lambda sprint: around(sprint, 1), themes=5)
    assert "approximate" not in many.notes[0]
    assert many.interval.width >= few.interval.width - 1e-12


def test_themes_that_differ_widen_the_interval():
    """Each pair works in a theme of its own team; in every other theme all meet."""
    rows, story = [], 0
    start = AS_OF - SPRINT
    for theme in range(1, 9):
        people = [(4 * theme + n, "science" if n < 2 else "engineering") for n in range(4)]
        for person, discipline in people:
            story += 1
            rows.append((story, theme, discipline, person, start, start + DAY))
        if theme % 2:
            story += 1
            rows += [(story, theme, who, person, start, start + DAY) for person, who in people]
    found = congruence.measure(history(work(rows), story), np.random.default_rng(1))
    assert (found.n, found.value) == (32, 0.5)
    assert found.notes[0] == "Interval: Wilson, on what 8 themes tell."
    assert present(found.interval).width > 0.5  # Wilson of 32 independent pairs would say 0.28


def test_a_pool_of_clusters_counts_as_fewer_independent_trials():
    alike, sizes = np.full(8, 0.5), np.full(8, 10.0)
    known = (Z / 1.8946) ** 2  # Student's t with seven degrees of freedom
    assert effective_size(0.5, 80, jackknife(alike), sizes) == pytest.approx(80 * known, rel=1e-3)
    left = np.array([0.4, 0.6] * 4)
    assert jackknife(left) == pytest.approx(7 * 0.01)
    unlike = effective_size(0.5, 80, jackknife(left), sizes)
    assert unlike == pytest.approx(0.25 / 0.07 * known, rel=1e-3)
    one_large = effective_size(0.5, 80, jackknife(left), np.array([73.0] + [1.0] * 7))
    assert one_large < unlike / 4
    assert 0 < effective_size(1.0, 80, 0.01, sizes) < 80
    assert jackknife(np.array([0.5])) == 0


def own_stories(theme=0):
    """One story of each of seven people, in the newest sprint."""
    start = AS_OF - 2 * DAY
    sides = ["science"] * 3 + ["engineering"] * 4
    return [(n + 1, theme, side, n, start, start + DAY) for n, side in enumerate(sides)]


def needs(*pairs):
    story, other = (np.array(column) for column in zip(*pairs, strict=True))
    since = np.full(len(pairs), AS_OF - 3 * DAY)
    return Needs(story, other, since, np.full(len(pairs), np.nan))


def test_dependencies_link_people_without_any_theme():
    across = needs(*((sci, eng) for sci in (1, 2, 3) for eng in (4, 5, 6, 7)))
    past = history(work(own_stories()), 7, needs=across)
    found = congruence.measure(past, np.random.default_rng(1))
    assert (found.n, found.value) == (12, 0)
    assert found.figures == {"links": 12, "links_without_contact": 12}


@pytest.mark.parametrize(("apart", "named"), [(1, False), (2, True), (0, False)])
def test_links_of_one_pair_alone_are_counted_but_not_listed(apart, named):
    """All other pairs gave each other verdicts; two pairs that share somebody are three people."""
    met = [(sci, eng) for sci in range(3) for eng in range(3, 7)][apart:]
    person, story = (np.array(column) for column in zip(*met, strict=True))
    at, verdict = np.full(len(met), AS_OF - DAY), np.full(len(met), True)
    past = history(work(own_stories(1)), 7, contacts=Contacts(story + 1, person, at, verdict))
    found = congruence.measure(past, np.random.default_rng(1))
    assert found.value == pytest.approx(1 - apart / 12)
    assert found.figures["links_without_contact"] == apart
    assert bool(found.evidence) == named
    assert any("aren't listed" in note for note in found.notes) == (apart == 1)


def test_one_story_alone_is_no_link_to_itself():
    """Two others share the only story of another theme: nothing asks them to meet anyone."""
    start = AS_OF - 2 * DAY
    alone = [(8, 2, "science", 7, start, start + DAY), (8, 2, "engineering", 8, start, start + DAY)]
    past = history(work([*own_stories(1), *alone]), 8)
    assert congruence.measure(past, np.random.default_rng(1)).n == 12


def test_contacts_and_needs_of_other_stories_are_left_aside():
    stray = Contacts(np.array([9999]), np.array([0]), np.array([AS_OF - DAY]), np.array([True]))
    table = work(own_stories(1))
    past, more = history(table, 7), history(table, 7, contacts=stray, needs=needs((9999, 1)))
    rng = np.random.default_rng
    assert congruence.measure(more, rng(1)) == congruence.measure(past, rng(1))


def test_the_page_and_the_table_name_both_stories_of_a_link(client, halley):
    report, signal = reading(halley, halley.moment(11))
    client.force_login(halley.lead)
    page = client.get(f"/teams/halley/health/{report.pk}/").content.decode()
    table = client.get(f"/teams/halley/health/{report.pk}.csv").content.decode()
    line = next(one for one in table.splitlines() if one.startswith("A1,"))
    for row in signal["evidence"][0]["rows"]:
        for key in (row["key"], row["other_key"]):
            assert f'href="/stories/{key}/"' in page
            assert key in line
