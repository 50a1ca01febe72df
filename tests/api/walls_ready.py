"""Where a wall has to stand for an answer that shows something."""

from uuid import UUID

from tests.api.routes import HANDLE
from tests.present import present
from walls.models import Wall

SEALED = (
    *("wall-own-notes", "wall-own-rewordings", "wall-own-withdrawals"),
    "wall-reveals",
)
VOTING = ("wall-vote-closings", "wall-own-votes")
DISCUSSING = ("wall-discussions", "wall-steps-back")


def with_wall_ready(route, rows, alice, bob):
    """Return the rows with a wall on which the route's request is next."""
    name = route.split()[1]
    if name.startswith("wall-own-note") or name in (
        "wall-own-rewordings",
        "wall-own-withdrawals",
        "wall-reveals",
    ):
        return {**rows, **_sealed(rows, name, route, alice, bob)}
    if name == "wall-note-actions":
        return {**rows, **_looked_back(rows, alice, bob)}
    if name in (*VOTING, *DISCUSSING):
        rows["wall"].open_votes(by=alice)
        if not route.startswith("POST wall-own"):
            rows["wall"].vote(rows["wall-group"], 2, by=alice)
    if name in DISCUSSING:
        rows["wall"].close_votes(by=alice)
    return rows


def _sealed(rows, name, route, alice, bob):
    wall = Wall.open_for(rows["use-case"], title="How do we walk?", by=bob)
    prompt = present(wall.prompts.first())
    if route != "POST wall-own-notes":
        wall.write("Slowly", prompt=prompt, handle=UUID(HANDLE), by=alice)
    return {"wall": wall, "prompt": prompt}


def _looked_back(rows, alice, bob):
    sprint = rows["retrospective"].sprint
    wall = Wall.open_for(sprint, title="Looking back", is_anonymous=False, by=alice)
    wall.write("Talk more", prompt=present(wall.prompts.first()), by=bob)
    wall.reveal(by=alice)
    return {"wall": wall, "wall-note": wall.notes.get()}
