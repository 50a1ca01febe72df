"""Who would have to coordinate across the disciplines in a stretch of time, and who did.

Socio-technical congruence (Cataldo, Herbsleb and Carley 2008): work that is linked asks those who
do it to talk. People are places in matrices here; what leaves this file are counts of pairs and
links between stories.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from health.history.arrays import Contacts, Ints, Needs
from health.history.history import History
from numerics.statistics.calendar import DAY, HOUR
from numerics.statistics.interval import Floats

Bools = NDArray[np.bool_]
LEAST_REMARKS = 2  # on different days; one may be a drive-by


@dataclass(frozen=True)
class Link:
    """Two stories by their places; `waits` where the first waits for the other."""

    story: int
    other: int
    waits: bool


@dataclass(frozen=True)
class Coordination:
    """What one stretch of time shows.

    `science` and `engineering` are 1 where somebody of the discipline worked on a story, shape
    (people, stories); `contact` says which two were in contact, shape (people, people), whatever
    their disciplines; `needs` are places (story, what it waited for).
    """

    stories: Ints
    theme: Ints
    science: Floats
    engineering: Floats
    contact: Bools
    needs: tuple[tuple[int, int], ...]

    @classmethod
    def within(
        cls, history: History, since: float, until: float, without: int | None = None
    ) -> "Coordination":
        """Look from a moment until another, at all stories or at those of other themes."""
        work = history.work
        start, end = np.maximum(work.start, since), np.minimum(work.end, until)
        inside = (end > start) & (work.theme != without)
        stories, first, place = np.unique(
            work.story[inside], return_index=True, return_inverse=True
        )
        shape = (int(work.person.max(initial=-1)) + 1, stories.size)
        person, discipline = work.person[inside], work.discipline[inside]
        hours = np.zeros(shape)
        np.add.at(hours, (person, place), history.working_days(start[inside], end[inside]) / HOUR)
        of_science, of_engineering = discipline == "science", discipline == "engineering"
        science = _marked(shape, person[of_science], place[of_science])
        engineering = _marked(shape, person[of_engineering], place[of_engineering])
        worked = _marked(shape, person, place)
        remarks = _remarks(history.contacts, stories, shape, since, until)
        return cls(
            stories=stories,
            theme=work.theme[inside][first],
            science=science,
            engineering=engineering,
            contact=_in_contact(hours, worked, remarks),
            needs=_standing(history.needs, stories, since, until),
        )

    @cached_property
    def by_theme(self) -> dict[int, Bools]:
        """Which scientist and engineer are joined by links of each theme, 0 for links of none.

        A theme joins all of its stories; a dependency belongs to the theme of what waits.
        """
        joined = {}
        for theme in np.unique(self.theme[self.theme > 0]).tolist():
            joined[theme] = self._joined(self.theme == theme)
        for story, other in self.needs:
            theme = int(self.theme[story])
            pairs = _apart(
                np.outer(self.science[:, story], self.engineering[:, other])
                + np.outer(self.science[:, other], self.engineering[:, story])
            )
            joined[theme] = joined[theme] | pairs if theme in joined else pairs
        return {theme: pairs for theme, pairs in joined.items() if pairs.any()}

    @cached_property
    def required(self) -> Bools:
        """Pairs that links ask to coordinate, unordered: above the diagonal."""
        return _unordered(sum(self.by_theme.values(), np.zeros_like(self.contact)))

    @cached_property
    def covered(self) -> Bools:
        return self.required & self.contact

    @property
    def apart(self) -> int:
        """How many people the pairs without contact are made of."""
        silent = self.required & ~self.contact
        return int((silent | silent.T).any(axis=0).sum())

    @property
    def sides(self) -> tuple[int, int]:
        """How many people of science and of engineering these pairs are made of."""
        directed = sum(self.by_theme.values(), np.zeros_like(self.contact))
        return int(directed.any(axis=1).sum()), int(directed.any(axis=0).sum())

    @property
    def required_by_theme(self) -> Floats:
        """The required pairs of each theme; one of several themes is split evenly among them."""
        pairs = np.array([_unordered(one) for one in self.by_theme.values()], float)
        split: Floats = (pairs / np.maximum(pairs.sum(axis=0), 1)).sum(axis=(1, 2))
        return split

    def links(self) -> tuple[int, list[Link]]:
        """Return how many links there are, and those without any contact across them."""
        found = {}
        for one in self.needs:
            found[(min(one), max(one))] = Link(*one, waits=True)
        waiting = []
        for pair in found:
            if self._crosses(*pair):
                waiting.append(pair)
        silent = []
        for pair in waiting:
            if not self._spoke(*pair):
                silent.append(found[pair])
        number = len(waiting)
        for theme in np.unique(self.theme[self.theme > 0]):
            of = np.flatnonzero(self.theme == theme)
            crosses, spoke = self._across(of)
            for pair in found:
                crosses[np.ix_(of == pair[0], of == pair[1])] = False
            number += int(crosses.sum())
            quiet = np.argwhere(crosses & ~spoke)
            silent += [Link(int(of[a]), int(of[b]), waits=False) for a, b in quiet]
        return number, silent

    def _across(self, of: Ints) -> tuple[Bools, Bools]:
        """Say of each two of these stories whether both disciplines meet, and whether any spoke."""
        one, two = self.science[:, of], self.engineering[:, of]
        crosses = np.outer(one.sum(axis=0), two.sum(axis=0)) - one.T @ two > 0
        spoke = one.T @ self.contact @ two > 0
        return _unordered(crosses), _unordered(spoke)

    def _crosses(self, story: int, other: int) -> bool:
        return bool(self._across(np.array([story, other]))[0].any())

    def _spoke(self, story: int, other: int) -> bool:
        return bool(self._across(np.array([story, other]))[1].any())

    def _joined(self, of: Bools) -> Bools:
        """Return (scientist, engineer) with two different stories of these between them."""
        one, two = self.science[:, of], self.engineering[:, of]
        return _apart(np.outer(one.sum(axis=1), two.sum(axis=1)) - one @ two.T)


def _marked(shape: tuple[int, int], rows: Ints, columns: Ints) -> Floats:
    table = np.zeros(shape)
    table[rows, columns] = 1
    return table


def _in_contact(hours: Floats, worked: Floats, remarks: Floats) -> Bools:
    """Return who shared a story for an hour each, or said enough on a story of the other."""
    shared = (hours >= 1 - 1e-9).astype(float)
    contact: Bools = shared @ shared.T + remarks @ worked.T + worked @ remarks.T > 0
    np.fill_diagonal(contact, False)
    return contact


def _remarks(
    contacts: Contacts, stories: Ints, shape: tuple[int, int], since: float, until: float
) -> Floats:
    """Return 1 where somebody gave a verdict on a story, or commented on different days."""
    if not contacts.story.size:
        return np.zeros(shape)
    inside = (contacts.at > since) & (contacts.at <= until) & np.isin(contacts.story, stories)
    person, verdict = contacts.person[inside], contacts.is_verdict[inside]
    story = np.searchsorted(stories, contacts.story[inside])
    day = np.floor(contacts.at[inside] / DAY).astype(np.int64)
    said = np.unique(np.column_stack([person, story, day])[~verdict], axis=0)
    days = np.zeros(shape)
    np.add.at(days, (said[:, 0], said[:, 1]), 1)
    enough = (days >= LEAST_REMARKS).astype(float)
    enough[person[verdict], story[verdict]] = 1
    return enough


def _standing(
    needs: Needs, stories: Ints, since: float, until: float
) -> tuple[tuple[int, int], ...]:
    """Return the dependencies between these stories that stood at some time of the stretch."""
    if not needs.story.size:
        return ()
    ended = np.nan_to_num(needs.until, nan=np.inf)
    chosen = (needs.since <= until) & (ended > since)
    chosen &= np.isin(needs.story, stories) & np.isin(needs.other, stories)
    places = (np.searchsorted(stories, ids[chosen]).tolist() for ids in (needs.story, needs.other))
    return tuple(sorted(set(zip(*places, strict=True))))


def _apart(pairs: Floats) -> Bools:
    """Return where there is a pair of two different people."""
    some: Bools = pairs > 0
    np.fill_diagonal(some, False)
    return some


def _unordered(pairs: Bools) -> Bools:
    return np.triu(pairs | pairs.T, 1)
