"""The backtest in words: a summary for the terminal, and docs/forecast-calibration.md."""

from collections.abc import Iterator, Mapping
from typing import Any

from numerics.backtesting.acceptance import BEST_BOOSTED
from numerics.backtesting.delivery import MOMENTS
from numerics.backtesting.prose import DELIVERY, HOW_TO_READ, METHOD, OPENING
from numerics.backtesting.walk import BOOTSTRAP, EVERY_DATE, METHODS, OURS, WITHOUT_BULK
from numerics.contracts import Instance, takes

__all__ = ["as_markdown", "as_text"]

RESULT = Instance(Mapping)
AHEAD = {
    "14": "2 weeks",
    "28": "4 weeks",
    "91": "13 weeks",
    "1": "next sprint",
    "3": "3 sprints",
    "5": "5 sprints",
}
GROUPS = {"held out": "Held out", "tuned on": "Tuned on", "all": "All together"}
HEADING = (
    "| ahead | method | 50 % range held | 85 % range held | 95 % range held "
    "| width of 85 % | CRPS | CRPS skill | pinball | pinball skill | Brier |"
)
RULE = "|---" * 11 + "|"


@takes(result=RESULT)
def as_text(result: Mapping[str, Any]) -> str:
    """Write what the command prints: every horizon of the projects that count, and the verdicts.

    Parameters
    ----------
    result : mapping
        What ``Backtest.run`` returns.

    Returns
    -------
    str
        Tables of Markdown.

    Examples
    --------
    >>> print(as_text({"acceptance": []}))
    | promise | asked | measured | kept |
    |---|---|---|---|
    """
    lines: list[str] = []
    for name, group in first_of(result.get("completions", {})):
        lines += [f"Completions, {name}: {', '.join(group['projects'])}", ""]
        lines += [HEADING, RULE, *rows(group[EVERY_DATE]), ""]
    for name, group in first_of(result.get("sprints", {})):
        lines += [f"Points, {name}: {', '.join(group['projects'])}", ""]
        lines += [HEADING, RULE, *rows(group["points"]), "", *delivery_table(group["delivery"]), ""]
    return "\n".join([*lines, *verdicts(result)])


def first_of(groups: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    return list(groups.items())[:1]


@takes(result=RESULT, command=Instance(str))
def as_markdown(result: Mapping[str, Any], command: str) -> str:
    """Write the whole page of the backtest.

    Parameters
    ----------
    result : mapping
        What ``Backtest.run`` returns.
    command : str
        How it was called, to be said on the page.

    Returns
    -------
    str
        Markdown.

    Examples
    --------
    >>> page = as_markdown({"acceptance": []}, "manage.py backtest")
    >>> "manage.py backtest" in page
    True
    """
    sections = [
        OPENING.format(command=command),
        "\n".join(["## What was promised, and what was measured", "", *verdicts(result)]),
        *completion_sections(result.get("completions", {})),
        *sprint_sections(result.get("sprints", {})),
        METHOD,
        HOW_TO_READ,
    ]
    return "\n\n".join(section.strip() for section in sections) + "\n"


def verdicts(result: Mapping[str, Any]) -> list[str]:
    table = ["| promise | asked | measured | kept |", "|---|---|---|---|"]
    for promise in result["acceptance"]:
        least, most = promise["least"], promise["most"]
        asked = f"≥ {least:g}" if most is None else f"≤ {most:g}"
        if least is not None and most is not None:
            asked = f"{least:g} to {most:g}"
        kept = {True: "yes", False: "no", None: "not measured"}[promise["met"]]
        table.append(f"| {promise['what']} | {asked} | {number(promise['value'])} | {kept} |")
    return table


def completion_sections(groups: Mapping[str, Any]) -> Iterator[str]:
    for name, group in groups.items():
        yield f"## Stories: {GROUPS[name].lower()}\n\nProjects: {listed(group['projects'])}."
        for view in (EVERY_DATE, WITHOUT_BULK):
            yield "\n".join([f"### {VIEWS[view]}", "", HEADING, RULE, *rows(group[view])])
            yield "\n".join(asides(group[view]))
    if groups:
        yield "\n".join(["## Project by project", "", *by_project(groups)])


VIEWS = {
    EVERY_DATE: "Every date counts, bulk closes too",
    WITHOUT_BULK: "Bulk closes set aside, as the product counts",
}


def sprint_sections(groups: Mapping[str, Any]) -> Iterator[str]:
    for name, group in groups.items():
        yield f"## Points: {GROUPS[name].lower()}\n\nProjects: {listed(group['projects'])}."
        yield "\n".join([HEADING, RULE, *rows(group["points"])])
        yield "\n".join(asides(group["points"]))
    for name, group in groups.items():
        title = f"## What a running sprint will deliver: {GROUPS[name].lower()}"
        yield "\n".join([title, "", *delivery_table(group["delivery"])])
    if groups:
        yield DELIVERY


def rows(horizons: Mapping[str, Any]) -> Iterator[str]:
    for ahead, horizon in horizons.items():
        for method in METHODS:
            figures = horizon["methods"].get(method)
            if figures:
                yield row(AHEAD[ahead] if method == OURS else "", method, figures)


def row(ahead: str, method: str, figures: Mapping[str, Any]) -> str:
    held, width = figures.get("coverage", {}), figures.get("width", {})
    cells = [
        ahead,
        f"**{method}**" if method == OURS else method,
        *(percent(held.get(level)) for level in ("50", "85", "95")),
        estimate(width.get("85")),
        estimate(figures["crps"]),
        percent(figures.get("crps_skill"), signed=True),
        estimate(figures["pinball"]),
        percent(figures.get("pinball_skill"), signed=True),
        estimate(figures.get("brier")),
    ]
    return "| " + " | ".join(cells) + " |"


def asides(horizons: Mapping[str, Any]) -> Iterator[str]:
    """What doesn't fit the table: how many, the young, the badly served, the PIT."""
    for ahead, horizon in horizons.items():
        if not horizon["series"]:
            yield f"* {AHEAD[ahead]}: no history is long enough."
            continue
        young, bad = horizon["young"], horizon["series_under_80"]
        yield (
            f"* {AHEAD[ahead]}: {horizon['forecasts']:,} forecasts of {horizon['series']} series. "
            f"Too young for 95 %: {young['forecasts']:,} forecasts, whose widest range claimed "
            f"{percent(young['claimed'])} and held {percent(young['held'])}. "
            f"Series whose 85 % range holds under 80 %: {share(bad[OURS])} "
            f"(bootstrap {share(bad[BOOTSTRAP])}). "
            f"PIT by tenths, 0.10 each if perfect: {', '.join(f'{x:.2f}' for x in horizon['pit'])}."
        )


def by_project(groups: Mapping[str, Any]) -> Iterator[str]:
    ends = [f"{AHEAD[ahead]} {what}" for ahead in ("14", "28", "91") for what in ("85 %", "CRPS")]
    yield f"| project | | {' | '.join(ends)} |"
    yield "|---" * (2 + len(ends)) + "|"
    for name in ("held out", "tuned on"):
        for project in groups.get(name, {}).get("projects", ()):
            yield f"| {project} | {name} | {' | '.join(project_cells(groups[name], project))} |"


def project_cells(group: Mapping[str, Any], project: str) -> Iterator[str]:
    for horizon in group[EVERY_DATE].values():
        figures = horizon.get("by_series", {}).get(project)
        yield share(figures["coverage"]["85"]) if figures else "–"
        yield number(figures["crps_ratio"]) if figures else "–"


def delivery_table(delivery: Mapping[str, Any]) -> Iterator[str]:
    yield "| project | " + " | ".join(f"{moment} %" for moment in MOMENTS) + " |"
    yield "|---" * (1 + len(MOMENTS)) + "|"
    for name, project in delivery["projects"].items():
        yield cells(f"{name} ({project['tested']} of {project['sprints']})", project["nmae"])
        yield cells("… the plain median", project["median_nmae"])
        if name in BEST_BOOSTED:
            yield cells("… best boosted model, measured before", BEST_BOOSTED[name])
    yield cells("**mean**", delivery["mean_nmae"])
    yield cells("… the plain median", delivery["mean_median_nmae"])


def cells(title: str, figures: Mapping[str, Any]) -> str:
    return f"| {title} | " + " | ".join(number(figures[str(m)]) for m in MOMENTS) + " |"


def listed(names: list[str]) -> str:
    return ", ".join(names)


def percent(figure: Mapping[str, Any] | None, *, signed: bool = False) -> str:
    """A share as 84.9 % (84.2–85.5)."""
    if not figure or figure["value"] is None:
        return "–"
    value = f"{100 * figure['value']:{'+' if signed else ''}.1f} %"
    if figure["low"] is None:
        return value
    return f"{value} ({100 * figure['low']:.1f} to {100 * figure['high']:.1f})"


def estimate(figure: Mapping[str, Any] | None) -> str:
    if not figure or figure["value"] is None:
        return "–"
    if figure["low"] is None:
        return f"{figure['value']:.3f}"
    return f"{figure['value']:.3f} ({figure['low']:.3f} to {figure['high']:.3f})"


def share(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.0f} %"


def number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
