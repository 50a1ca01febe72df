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


def rows_of(wall):
    """What the API's addresses name of this wall."""
    if note := wall.notes.first():
        return {"wall": wall, "wall-note": note, "wall-group": note.group}
    return {"wall": wall}
