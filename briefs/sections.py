"""What the report says, section by section; where there is nothing it says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefs.brief import MOST, Brief
from briefs.charts import measure_of, spans_of
from briefs.days import day, window
from briefs.document import AnyBlock, Document, Entry, Fact, Facts, Notice, Section, Words
from web.templatetags.numbers import chance

if TYPE_CHECKING:
    from briefs.brief import (
        CharterPart,
        CountLine,
        DecisionLine,
        ForecastPart,
        HypothesisLine,
        QuestionLine,
        TrialLine,
    )


def document_of(brief: Brief) -> Document:
    sections = [
        Section("goal", "Goal", _goal(brief)),
        Section("charter", "Charter", _charter(brief.charter)),
        Section("decided", "Asked and decided", _decided(brief)),
        Section("learned", "Tried and learned", _learned(brief)),
        Section("live", "Live", _live(brief)),
        Section("value", "Value", _value(brief)),
        Section("next", "What comes next", _next(brief)),
    ]
    return Document(
        title=brief.name,
        lede=_lede(brief),
        as_of=f"As of {day(brief.as_of_day)}, the last line of its history that guests can read",
        sections=sections,
    )


def _lede(brief: Brief) -> str:
    customer = f"For {brief.customer} · by" if brief.customer else "By"
    state = "" if brief.state == "Active" else f" · {brief.state.lower()}"
    return f"{customer} {brief.team}{state}"


def _left_out(brief: Brief, name: str, nouns: str) -> list[AnyBlock]:
    """That there are more than are told; nothing where these are all."""
    if name not in brief.left_out:
        return []
    return [Notice(text=f"These are {MOST} {nouns}; the others are in Twopizza itself.")]


def _facts(*pairs: tuple[str, str]) -> list[Fact]:
    """Those of which something was written."""
    return [Fact(label, text) for label, text in pairs if text.strip()]


# --- What it is for, and who stands for it --------------------------------------------------------
def _goal(brief: Brief) -> list[AnyBlock]:
    blocks: list[AnyBlock] = []
    if brief.goal:
        blocks.append(Words(text=brief.goal))
    else:
        blocks.append(Notice(text="The goal isn’t written yet."))
    if brief.use_cases:
        for one in brief.use_cases:
            blocks.append(Entry(title=one.title, text=one.description))
        blocks += _left_out(brief, "use_cases", "use cases")
    else:
        blocks.append(Notice(text="No use case was distilled from it yet."))
    return blocks


def _charter(charter: CharterPart | None) -> list[AnyBlock]:
    if charter is None:
        return [Notice(text="There is no charter yet: nobody has said where this is to end.")]
    facts = _facts(("End point", charter.end_point), ("Success", charter.success))
    facts.append(Fact("Timeline", window(charter.starts_on, charter.ends_on), is_plain=True))
    signed: dict[str, list[str]] = {}
    for one in charter.signatures:
        signed.setdefault(one.side, []).append(f"{one.name} ({day(one.signed_on)})")
    for side, names in signed.items():
        facts.append(Fact(f"Signed for {side.lower()}", ", ".join(names), is_plain=True))
    for side in charter.missing:
        facts.append(Fact(f"For {side.lower()}", "not signed yet", is_plain=True))
    version = Notice(text=f"Version {charter.version}; another version has to be signed anew.")
    return [Facts(facts=facts), version]


# --- What was asked, decided, tried ---------------------------------------------------------------
def _decided(brief: Brief) -> list[AnyBlock]:
    """What was shown to the customer: the rest is the team's own."""
    blocks: list[AnyBlock] = [_question(one) for one in brief.questions]
    blocks += _left_out(brief, "questions", "questions")
    blocks += [_decision(one) for one in brief.decisions]
    blocks += _left_out(brief, "decisions", "decisions")
    if not blocks:
        blocks.append(Notice(text="No question or decision has been shown to the customer yet."))
    return blocks


def _question(one: QuestionLine) -> Entry:
    facts = [Fact("Use case", one.use_case, is_plain=True)]
    for answer in one.answers:
        sure = f" ({answer.sure.lower()})" if answer.sure else ""
        facts += _facts((f"{answer.side}{sure}", answer.belief))
        facts += _facts((f"{answer.side} would change its mind if", answer.change_mind))
    return Entry(title=one.text, mark=one.state, facts=facts)


def _decision(one: DecisionLine) -> Entry:
    facts = _facts(
        ("Chosen", one.chosen),
        ("Also considered", one.considered),
        ("Why", one.why),
        ("Still doubted", one.still_held),
        ("What came of it", one.outcome),
    )
    return Entry(title=one.title, mark=f"{one.state} {day(one.decided_on)}", facts=facts)


def _learned(brief: Brief) -> list[AnyBlock]:
    blocks: list[AnyBlock] = [_hypothesis(one) for one in brief.hypotheses]
    blocks += _left_out(brief, "hypotheses", "hypotheses")
    blocks += [_trial(one) for one in brief.trials]
    blocks += _left_out(brief, "trials", "trials")
    if not blocks:
        blocks.append(Notice(text="Nothing has been tested to its end yet."))
    return blocks


def _hypothesis(one: HypothesisLine) -> Entry:
    facts = _facts(
        ("Holds from", one.threshold), ("Learned", one.learned), ("Evidence", one.evidence)
    )
    if one.was_moved:
        words = "what counts was changed when there were results already"
        facts.append(Fact("Changed after the start", words, is_plain=True))
    return Entry(title=one.prediction, mark=f"{one.verdict} {day(one.ended_on)}", facts=facts)


def _trial(one: TrialLine) -> Entry:
    facts = [
        Fact("In the wild", f"{one.solution}, {one.environment.lower()}", is_plain=True),
        *_facts(("Learned", one.learned)),
    ]
    if one.read_early:
        facts.append(Fact("Read early", "before its planned end", is_plain=True))
    return Entry(title=one.name, mark=f"{one.verdict} {day(one.decided_on)}", facts=facts)


# --- What is there, and what it is worth ----------------------------------------------------------
def _live(brief: Brief) -> list[AnyBlock]:
    blocks: list[AnyBlock] = []
    for one in brief.live:
        about = f"{one.kind}, version {one.version}"
        facts = [Fact("What", about, is_plain=True), *_facts(("Does", one.does))]
        blocks.append(Entry(title=one.solution, mark=f"Live since {day(one.since)}", facts=facts))
    blocks += _left_out(brief, "live", "solutions")
    for release in brief.releases:
        mark = f"In use since {day(release.first_used_on)}"
        facts = _facts(("Seen at", release.evidence))
        blocks.append(Entry(title=release.title, mark=mark, facts=facts))
    blocks += _left_out(brief, "releases", "releases")
    if not blocks:
        blocks.append(Notice(text="Nothing is in use yet."))
    return blocks


def _value(brief: Brief) -> list[AnyBlock]:
    if not brief.metrics:
        return [Notice(text="No measure of success was agreed on yet.")]
    blocks: list[AnyBlock] = [measure_of(one) for one in brief.metrics]
    blocks += _left_out(brief, "metrics", "metrics")
    words = "A band is where the value lies with 90 % certainty, as it was seen last."
    return [*blocks, Notice(text=words)]


# --- What comes next ------------------------------------------------------------------------------
def _next(brief: Brief) -> list[AnyBlock]:
    blocks: list[AnyBlock] = []
    for one in brief.themes:
        when = window(one.starts_on, one.ends_on)
        blocks.append(Entry(title=one.title, mark=f"{one.state}, {when}"))
    blocks += _left_out(brief, "themes", "themes")
    for prediction in brief.testing:
        blocks.append(Entry(title=prediction, mark="Being tested"))
    blocks += _left_out(brief, "testing", "tests")
    if not blocks:
        blocks.append(Notice(text="Nothing is planned that isn’t done."))
    if brief.forecast is None:
        words = "There is no forecast: too little of the work is done to tell from."
        return [*blocks, Notice(text=words)]
    return [*blocks, *_forecast(brief.forecast)]


def _forecast(forecast: ForecastPart) -> list[AnyBlock]:
    blocks: list[AnyBlock] = []
    if forecast.spans:
        blocks.append(spans_of(forecast))
    facts = [_count(one) for one in forecast.counts]
    if forecast.chance is not None:
        label = "All that is open, by the charter’s end"
        facts.append(Fact(label, f"a chance of {chance(forecast.chance)}", is_plain=True))
    if facts:
        blocks.append(Facts(facts=facts))
    words = "Of a hundred such ranges so many hold as the number beside each says."
    return [*blocks, Notice(text=f"As it was forecast on {day(forecast.issued_on)}. {words}")]


def _count(one: CountLine) -> Fact:
    low_to_high = f"{one.low}" if one.low == one.high else f"{one.low} to {one.high}"
    words = f"{low_to_high} {'story' if one.high == 1 else 'stories'}, {chance(one.level)}"
    return Fact(f"By {day(one.until)}", words, is_plain=True)
