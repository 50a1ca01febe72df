"""Values, intervals and differences as a person reads them."""

from health.signals.words import days, percent

SAID = {
    "share": percent,
    "ratio": percent,
    "working days": days,
    "factor": "{:.1f}".format,
    "minutes": "{:.0f} min".format,
    "points of 7": "{:.1f}".format,
}


def said(unit: str, value: float | None) -> str:
    """Say a value in its unit."""
    if value is None:
        return "–"
    return SAID[unit](value)


def spread_in_words(unit: str, low: float | None, high: float | None) -> str:
    """Say an interval, whose upper end may be open; nothing where there is none."""
    if low is None:
        return ""
    if high is None:
        return f"at least {said(unit, low)}"
    return f"{said(unit, low)} to {said(unit, high)}"


def difference_in_words(unit: str, *amounts: float) -> str:
    """Say a difference, or from which to which it goes; that of two shares is told in points."""
    is_share = SAID[unit] is percent
    said_now = []
    for one in amounts:
        said_now.append(f"{100 * one:+.0f}" if is_share else f"{one:+.1f}")
    if all(float(one) == 0 for one in said_now):
        return "none"
    noun = "days" if unit == "working days" else ""
    if is_share:
        noun = "points"
    return f"{' to '.join(said_now)} {noun}".strip().replace("-", "−")


def likely(chance: float) -> str:
    """Say a chance; nothing that is estimated is sure."""
    if chance > 0.99:
        return "over 99 %"
    return percent(chance)
