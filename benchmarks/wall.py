"""A wall with 300 notes beside a board of 100 cards: what each page costs the server.

The notes stand in 200 groups under three prompts, and thirty arrows join some of them. Pages are
asked for in turns; what counts is the processor time of the server.
"""

from __future__ import annotations

import statistics
from itertools import cycle
from typing import TYPE_CHECKING

from benchmarks.product import KEY, people, product, project_with, session_of
from benchmarks.question_board import cost_of

if TYPE_CHECKING:
    from projects.models import Project
    from teams.models.user import User
    from walls.models import Wall

NOTES, JOINED, ARROWS, CARDS, TURNS = 300, 100, 30, 100, 40
WORDS = "What we know of it so far, and what we would have to ask the customer"


def main() -> None:
    with product() as served:
        team, users = people(8)
        project, _ = project_with(CARDS, team, users)
        wall = wall_of(project, users)
        reader = served.client(Cookie=f"sessionid={session_of(users[0])}")
        pages = {
            f"a board of {CARDS} cards": f"/projects/{KEY}/board/",
            f"a wall of {NOTES} notes": f"/walls/{wall.pk}/",
        }
        costs: dict[str, list[float]] = {name: [] for name in pages}
        for path in pages.values():
            reader.get(path)
        for name, _ in zip(cycle(pages), range(2 * TURNS), strict=False):
            costs[name].append(cost_of(served, reader, pages[name]))
        cards, notes = (statistics.median(times) for times in costs.values())
        for name, times in costs.items():
            print(f"{name}: {statistics.median(times) * 1000:.0f} ms of the processor")
        print(f"the wall costs {notes / cards:.2f} of the cards")


def wall_of(project: Project, users: list[User]) -> Wall:
    """A signed wall that is being grouped."""
    from projects.models import UseCase
    from walls.models import NoteArrow, Wall

    use_case = UseCase.distil(project, title="Bench", by=users[0])
    wall = Wall.open_for(use_case, title="Bench", by=users[0])
    prompts = list(wall.prompts.all())
    for number in range(NOTES):
        author = users[number % len(users)]
        wall.write(f"{WORDS}, {number}", prompt=prompts[number % len(prompts)], by=author)
    wall.reveal(by=users[0])
    notes = list(wall.notes.select_related("wall__project__team", "group"))
    for number in range(JOINED):
        notes[number].move(to_group=notes[number + JOINED].group, by=users[0])
    for number in range(ARROWS):
        NoteArrow.draw(notes[number], notes[-1 - number], label="needs", by=users[0])
    return wall


if __name__ == "__main__":
    main()
