"""Days in a report stand in full: who reads it later has another today."""

from __future__ import annotations

from datetime import date

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def day(when: date) -> str:
    """4 Dec 2026, whatever language or zone the process has."""
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def window(starts_on: date | None, ends_on: date | None) -> str:
    if starts_on and ends_on:
        return f"{day(starts_on)} to {day(ends_on)}"
    if starts_on:
        return f"from {day(starts_on)}"
    return f"until {day(ends_on)}" if ends_on else "without dates"
