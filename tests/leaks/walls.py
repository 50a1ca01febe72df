"""A wall that is written on, and one that is voted on, for the walks of everybody else."""

from walls.models import Wall


def opened(host, by, **options):
    wall = Wall.open_for(host, title="How do we land?", by=by, **options)
    return wall, list(wall.prompts.all())


def voting(host, by, **options):
    """One with three notes in groups, on which everybody may vote."""
    wall, prompts = opened(host, by, **options)
    for number, words in enumerate(("Wind", "Fuel", "A map")):
        wall.write(words, prompt=prompts[number % 2], by=by)
    wall.reveal(by=by)
    wall.open_votes(by=by)
    return wall


def address_rows(rows, wall):
    """Let the API's addresses name this wall, too."""
    rows["wall"] = wall
    if note := wall.notes.first():
        rows["wall-note"], rows["wall-group"] = note, note.group
