"""What each case makes of its questions: does it fit, does it hold in the wild."""

# ruff: noqa: E501  prose reads better unbroken

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Judged:
    """What both disciplines say of an item of the fit, by its place from 0; the rest fits."""

    place: int
    science: str = "fits"
    engineering: str = "fits"
    note: str = ""  # of the one that says something else
    story: str = ""  # what was written for a change, as a draft


@dataclass(frozen=True)
class Fitted:
    """How a fit went: who has answered all of it, and what it costs to run a month."""

    judged: tuple[Judged, ...] = ()
    by_both: bool = True  # else science alone has answered
    run_cost: tuple[int, int] | None = None
    is_signed: bool = False


@dataclass(frozen=True)
class Tried:
    """A trial; without a verdict it still runs."""

    environment: str
    name: str
    population: str
    metric: str
    unit: str
    threshold: float
    days: int
    guardrail: tuple[str, str]
    rollback: str
    design: dict[str, Any] = field(default_factory=dict)
    seen: tuple[tuple[str, float | None], ...] = ()
    verdict: str = ""
    learned: str = ""
    numbers: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class WentWrong:
    """An incident, for which a version is taken back."""

    kind: str
    severity: int
    noticed_by: str
    happened: str
    changed: str


@dataclass(frozen=True)
class Deployed:
    """A version in production, some days after the trial that passed or the one before."""

    version: str
    days: float
    rollout: str = "gradual"
    customer: str = "present"
    different: str = ""
    is_hurried: bool = False  # unplanned, and begun in the evening
    taken_back: tuple[float, str] | None = None  # after how many days, and why
    incident: WentWrong | None = None
    release: str = ""  # what its users get with it, from its first day on


@dataclass(frozen=True)
class Solved:
    """A solution, sketched some sprints before the running one."""

    name: str
    kind: str
    does: str
    meant_for: str
    not_for: str
    use_cases: tuple[str, ...]
    sprints_ago: int
    fit: Fitted | None = None
    trials: tuple[Tried, ...] = ()
    deployments: tuple[Deployed, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    is_shown: bool = False


SOLUTIONS: dict[str, tuple[Solved, ...]] = {
    "TV": (
        Solved(
            "Nightly household table",
            "data_set",
            "One row a household and day: what was watched, on which channel, and which ads ran meanwhile. Corrected three days back, ready at six.",
            "Reach and frequency of a campaign the next morning; the ground for every segment.",
            "Billing, or anything about one person: a household is as near as it comes.",
            ("Report true reach",),
            5,
            Fitted(run_cost=(900, 1400), is_signed=True),
            (
                Tried(
                    "shadow",
                    "Beside the old report, all regions",
                    "All campaigns of two weeks; planners see the old figures only.",
                    "Campaigns whose reach lies within the panel’s range",
                    "%",
                    90,
                    10,
                    ("Ready in the morning", "later than seven on two days"),
                    "Nothing reads it yet; the job is switched off.",
                    {"measured_as": "share", "rollback_tried": True},
                    (
                        ("Eleven of twelve campaigns of the first week agree.", 92),
                        ("One region counts a channel twice; corrected the same day.", 88),
                    ),
                    "passed",
                    "It agrees with the panel where the panel is large enough. The three campaigns that don’t were booked in one small region.",
                    {"new_hits": 41, "new_n": 44},
                ),
            ),
            (
                Deployed("1.0", 2, release="Reach of a campaign, the next morning"),
                Deployed("1.1", 8, "at_once", "informed"),
            ),
            (
                ("Repository", "https://git.example.org/prime-slot/household-table"),
                ("Catalogue", "https://catalogue.example.org/household-table"),
            ),
            is_shown=True,
        ),
        Solved(
            "Segments of households",
            "model",
            "Puts each household into one of twelve segments by when and what it watches, anew every night.",
            "Planners who book by segment on Mondays.",
            "Predicting what one household will do. It says nothing about people.",
            ("Book by audience",),
            3,
            Fitted(
                (
                    Judged(
                        9,
                        science="needs_change",
                        note="Segments drift with the season. Somebody has to train again each quarter, and say that it was done.",
                        story="se3 Train the segments again each quarter",
                    ),
                    Judged(
                        8,
                        engineering="dont_know",
                        note="We see that a night failed, not that a segment has moved.",
                    ),
                ),
                run_cost=(300, 500),
            ),
        ),
        Solved(
            "Warning of a late campaign",
            "service",
            "Compares each night what was promised with what was delivered, and writes to the planner on the third day.",
            "Moving a campaign while there is still time.",
            "",
            ("Warn of under-delivery",),
            0,
        ),
    ),
    "SENT": (
        Solved(
            "Comment scores within the hour",
            "service",
            "Scores each public comment of eleven markets in its own language, minutes after it was written.",
            "Noticing a problem with a product before the papers do.",
            "Judging whoever wrote the comment.",
            ("Notice a problem early",),
            6,
            Fitted(
                (
                    Judged(
                        3,
                        science="needs_change",
                        engineering="needs_change",
                        note="The feeds come once a night. A model that scores in a second waits for eleven hours.",
                        story="es5 Stream the three largest feeds",
                    ),
                ),
                run_cost=(1200, 2600),
            ),
            (
                Tried(
                    "shadow",
                    "Nightly feeds, scored as they come",
                    "All comments of two weeks, scored and kept to ourselves.",
                    "Hours from a comment to its score",
                    "hours",
                    2,
                    8,
                    ("Comments that can’t be scored", "more than 5 %"),
                    "Scores are kept in a table of their own, which is dropped.",
                    {"better": "lower"},
                    (("The median comment waits for eleven hours before we even get it.", 11),),
                    "failed",
                    "The model was the easy part. Nothing we score overnight is in time, however good the score is.",
                    {"new_mean": 11.2, "new_sd": 3.9, "new_n": 640},
                ),
            ),
            is_shown=True,
        ),
    ),
    "GAME": (
        Solved(
            "The moment of an offer",
            "model",
            "Says, while a fight ends, whether a player would rather be left alone for the next eight seconds.",
            "Showing an offer when it doesn’t hurt.",
            "Choosing the price. Whoever plays at the same moment pays the same.",
            ("Offer at the right moment",),
            7,
            Fitted(run_cost=(2000, 3200), is_signed=True),
            (
                Tried(
                    "ab",
                    "End of a session, one hundredth",
                    "One player in a hundred, Europe, drawn by the hash of the account.",
                    "Players who come back the next day",
                    "%",
                    0,
                    10,
                    ("Complaints a thousand players", "twice those of the other group"),
                    "A flag in the client, read anew each minute.",
                    {
                        "measured_as": "share",
                        "smallest_effect": 1,
                        "compared": "Offer at the end of a session, against no offer.",
                        "rollback_tried": True,
                    },
                    (("Support has no more letters than before.", None),),
                    "failed",
                    "By then they have left. Nobody is kept by an offer, and two in a hundred didn’t come back.",
                    {"new_hits": 2214, "new_n": 4990, "compared_hits": 2331, "compared_n": 5010},
                ),
                Tried(
                    "ab",
                    "Lobby screen, one hundredth",
                    "One player in a hundred, Europe, drawn anew.",
                    "Players who come back the next day",
                    "%",
                    0,
                    10,
                    ("Complaints a thousand players", "twice those of the other group"),
                    "A flag in the client, read anew each minute.",
                    {
                        "measured_as": "share",
                        "smallest_effect": 1,
                        "compared": "Offer in the lobby, against no offer.",
                        "rollback_tried": True,
                    },
                    (),
                    "failed",
                    "No harm, no good: waiting is waiting. The customer’s own scientists had hoped for it.",
                    {"new_hits": 2290, "new_n": 4985, "compared_hits": 2302, "compared_n": 5015},
                ),
                Tried(
                    "ab",
                    "Pause after a won fight, one hundredth",
                    "One player in a hundred, Europe, drawn anew.",
                    "Players who come back the next day",
                    "%",
                    0,
                    12,
                    ("Complaints a thousand players", "twice those of the other group"),
                    "A flag in the client, read anew each minute.",
                    {
                        "measured_as": "share",
                        "smallest_effect": 1,
                        "compared": "Offer in the pause after a won fight, against no offer.",
                        "rollback_tried": True,
                    },
                    (("Answers arrive in 0.4 seconds, three regions.", None),),
                    "passed",
                    "In the pause after a won fight they come back more often. It is the timing that does it: the offers were the same.",
                    {"new_hits": 2489, "new_n": 5004, "compared_hits": 2310, "compared_n": 4996},
                ),
            ),
            (
                Deployed(
                    "31.0",
                    1,
                    "at_once",
                    is_hurried=True,
                    taken_back=(
                        1,
                        "In Asia the answer came after the pause was over, and offers stood over the next fight.",
                    ),
                    incident=WentWrong(
                        "late_data",
                        2,
                        "customer",
                        "In Asia an answer takes four seconds. The pause is over by then, and the offer stands over the next fight.",
                        "No answer within half a second is an answer. Each region is watched for a day before the next.",
                    ),
                ),
                Deployed(
                    "31.1",
                    3,
                    release="An offer in the pause after a fight, and never later",
                    different="No answer within half a second is an answer: leave them alone. One region after the other, a day apart.",
                ),
            ),
            (("Tracker run", "https://runs.example.org/respawn/moment/31"),),
            is_shown=True,
        ),
        Solved(
            "Live event stream",
            "pipeline",
            "Carries every event of the client to whoever may read it within ten seconds, and keeps a week.",
            "Designers who look at a change while it is played, and every model that answers in time.",
            "Chats: these stay where they are.",
            ("See the game live",),
            4,
            Fitted(
                (Judged(1, science="dont_know", note="Who gets access, and how soon?"),),
                by_both=False,
            ),
        ),
    ),
}
