"""What the project report says, as plain values: pages, API and PDF are told from this alone.

It holds only what the customer may read, whoever asks for it. Days are those of the team's time
zone, so that the same rows say the same wherever they are read.
"""

from __future__ import annotations

from datetime import date, datetime

import msgspec

MOST = 200  # of one kind are told; that others were left out is said


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the report."""


class UseCaseLine(Line, frozen=True, kw_only=True):
    title: str
    description: str


class SignatureLine(Line, frozen=True, kw_only=True):
    side: str
    name: str
    signed_on: date


class CharterPart(Line, frozen=True, kw_only=True):
    version: int
    end_point: str
    success: str
    starts_on: date
    ends_on: date
    signatures: list[SignatureLine]
    missing: list[str]  # sides nobody has signed for


class AnswerLine(Line, frozen=True, kw_only=True):
    side: str
    belief: str
    sure: str
    change_mind: str


class QuestionLine(Line, frozen=True, kw_only=True):
    question: int
    use_case: str
    text: str
    state: str
    answers: list[AnswerLine]


class DecisionLine(Line, frozen=True, kw_only=True):
    decision: int
    title: str
    state: str
    decided_on: date
    chosen: str
    considered: str
    why: str
    still_held: str
    outcome: str


class HypothesisLine(Line, frozen=True, kw_only=True):
    prediction: str
    threshold: str
    verdict: str  # supported, refuted, inconclusive or withdrawn
    learned: str
    evidence: str
    ended_on: date
    was_moved: bool  # what counts was changed after there were results


class TrialLine(Line, frozen=True, kw_only=True):
    solution: str
    name: str
    environment: str
    verdict: str
    learned: str
    decided_on: date
    read_early: bool


class LiveLine(Line, frozen=True, kw_only=True):
    solution: str
    kind: str
    version: str
    since: date
    solution_shown: int | None  # its id, if what it does was shown to the customer
    does: str


class ReleaseLine(Line, frozen=True, kw_only=True):
    title: str
    first_used_on: date
    evidence: str


class SeenPart(Line, frozen=True, kw_only=True):
    """The newest observation."""

    value: float
    spread: float | None
    low: float
    high: float
    observed_on: date
    grade: int
    grade_words: str
    method: str
    source: str


class MetricLine(Line, frozen=True, kw_only=True):
    kind: str
    name: str
    unit: str
    direction: str
    baseline: float
    target: float
    due: date
    seen: SeenPart | None


class ThemeLine(Line, frozen=True, kw_only=True):
    title: str
    state: str
    starts_on: date | None
    ends_on: date | None


class SpanLine(Line, frozen=True, kw_only=True):
    """Between which days something will be done; an open end lies beyond two years."""

    label: str
    due: date | None
    level: float
    low: date | None
    high: date | None


class CountLine(Line, frozen=True, kw_only=True):
    """How many stories will be done by the end of a day."""

    until: date
    level: float
    low: int
    high: int


class ForecastPart(Line, frozen=True, kw_only=True):
    """What was forecast last."""

    issued_on: date
    counts: list[CountLine]
    spans: list[SpanLine]
    chance: float | None  # that all that is open is done by the charter's end


class Brief(Line, frozen=True, kw_only=True):
    """The project report."""

    key: str
    name: str
    customer: str
    team: str
    state: str
    as_of: datetime  # of the last thing in its history that the customer can read
    as_of_day: date
    goal: str
    use_cases: list[UseCaseLine]
    charter: CharterPart | None
    questions: list[QuestionLine]
    decisions: list[DecisionLine]
    hypotheses: list[HypothesisLine]
    trials: list[TrialLine]
    live: list[LiveLine]
    releases: list[ReleaseLine]
    metrics: list[MetricLine]
    themes: list[ThemeLine]
    testing: list[str]  # what is being tested now
    forecast: ForecastPart | None
    left_out: list[str]  # of which kinds there are more than are told
