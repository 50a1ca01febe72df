"""A wall with 300 notes beside a board of 100 cards: what each page costs the server.

The notes stand in 200 groups under three prompts, and thirty arrows join some of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.beside_cards import beside_cards

if TYPE_CHECKING:
    from projects.models import Project
    from teams.models.user import User

NOTES, JOINED, ARROWS = 300, 100, 30
WORDS = "What we know of it so far, and what we would have to ask the customer"


def main() -> None:
    beside_cards(f"a wall of {NOTES} notes", wall_of)


def wall_of(project: Project, users: list[User]) -> str:
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
    return f"/walls/{wall.pk}/"


if __name__ == "__main__":
    main()
