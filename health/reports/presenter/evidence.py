"""What a row of evidence says beside its name."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from health.signals.gates_kept import MISSED
from health.signals.outcome_attainment import GRADES
from health.signals.words import percent


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A row as it is read: what it names, the story beside it if there are two, and the rest."""

    key: str
    title: str
    other_key: str
    other_title: str
    said: str
    address: str = ""


# The pages of what isn't named by a key.
PAGES = {"hypothesis": "hypothesis", "solution": "solution", "deployment": "deployment"}
UNNAMED = {"solution": "A solution of the team", "deployment": "A deployment of the team"}


def shown(model: str, row: dict[str, Any], title: str, other: str) -> EvidenceRow:
    key, told = row.get("key") or "", told_of(row)
    address = reverse(PAGES[model], args=[row["id"]]) if title and model in PAGES else ""
    title = title or UNNAMED.get(model, "")
    if told and not (key or title):  # a day, a forecast, a statement: the first goes for a name
        title = told.pop(0)
    return EvidenceRow(key, title, row.get("other_key") or "", other, " · ".join(told), address)


def told_of(row: dict[str, Any]) -> list[str]:
    """Return what is known of the row, in the order of reading."""
    said = []
    for name, say in SAYS.items():
        if row.get(name) not in (None, ""):
            said.append(say(row))
    texts = []
    for one in said:
        if one:
            texts.append(one)
    return texts


def aimed_at(row: dict[str, Any]) -> str:
    """The chance of each target a metric has had, the one in force first."""
    if not row["chances"]:
        return f"pays with a chance of {percent(row['chance'])}"
    pairs = list(zip(row["targets"], row["chances"], strict=True))[::-1]
    said = []
    for target, one in pairs:
        said.append(f"target {target:g} reached with a chance of {percent(one)}")
    if row["late"]:
        late = ", moved after something had been seen"
    else:
        late = ""
    return "; before that ".join(said) + late


def chance_in_time(row: dict[str, Any]) -> str:
    return (
        f"done by the sprint's end: {percent(row['done_by_sprint_end'])} "
        f"({percent(row['low'])} to {percent(row['high'])})"
    )


def past_forecasts(row: dict[str, Any]) -> str:
    """What a frozen forecast said, and what came."""
    whose = f"{row['project']}, " if "project" in row else ""
    held = "held" if row["held"] else "missed"
    span = f"{row['low']:g} to {row['high']:g}"
    return f"{whose}{row['issued']}: {span}, came {row['outcome']:g}: {held}"


def lacked(row: dict[str, Any]) -> str:
    if not row["lacked"]:
        return "with a signed fit and a passed trial"
    return "without " + " and ".join(MISSED[name] for name in row["lacked"])


SAYS: dict[str, Callable[[dict[str, Any]], str]] = {
    "targets": aimed_at,
    "grade": lambda row: f"grade {row['grade']}: {GRADES[row['grade']]}",
    "statement": lambda row: f"“{row['statement']}”",
    "mean": lambda row: f"{row['mean']:.1f}",
    "path": lambda row: " → ".join(row["path"]),
    "discipline": lambda row: row["discipline"],
    "days": lambda row: f"{row['days']:g} days",
    "asked": lambda row: f"asked {row['asked']} days after the first use",
    "step": lambda row: row["step"],
    "lacked": lacked,
    "troubles": lambda row: " and ".join(row["troubles"]),
    "stage": lambda row: row["stage"],
    "done_by_sprint_end": chance_in_time,
    "sprint": lambda row: str(row["sprint"]),
    "source": lambda row: f"by {row['source']}",
    "carried": lambda row: f"carried {row['carried']}×" if row["carried"] else "",
    "day": lambda row: date.fromisoformat(row["day"]).strftime("%a %-d %b %Y"),
    "waits": lambda row: "the first waits for the second" if row["waits"] else "same theme",
    "stage_now": lambda row: f"now {row['stage_now']}",
    "issued": past_forecasts,
}
