"""How the three teams of the demonstration meet, what they agree on and what they predict."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Prediction:
    """`chapter` is its theme's place, `sprint` when its test starts, `took` days to the verdict."""

    chapter: int
    sprint: int
    prediction: str
    threshold: str
    verdict: str = ""  # none: it is still being tested
    took: int = 0
    decision: str = ""
    kill_rule: str = ""
    by_rule: bool = False  # whether that rule ended it
    amended: tuple[str, str, str] | None = None  # a week after its start: part, words, reason
    withdrawn: str = ""  # instead of a verdict: why
    again: str = ""  # the prediction of the earlier one that it tests again
    own_dice: bool = False  # came later, so it throws none of the dice of the others


@dataclass(frozen=True)
class Rhythm:
    """Shares are 0 to 1; `mood` is what people answer to the pulse on its seven points."""

    standups: float
    minutes: int
    followed: float
    mood: float
    actions: tuple[str, ...]
    predictions: tuple[Prediction, ...]


P = Prediction

RHYTHMS = {
    "TV": Rhythm(
        standups=0.95,
        minutes=13,
        followed=0.7,
        mood=5.6,
        actions=(
            "Read a sample of raw events together before estimating",
            "Write down who answers for each feed",
            "Show planners the numbers every second Thursday",
            "Agree on the acceptance check before a model changes hands",
            "Keep one afternoon free for the late feeds",
            "Let a scientist sit with operations for a day",
            "Rehearse the rollback once",
            "Draw the data flow on one page",
            "Name a second person for every theme",
            "Review within a working day",
            "Throw away the old reports",
            "Invite Northlight's operations to kickoff",
        ),
        predictions=(
            P(
                0,
                1,
                "Set-top boxes report within six hours",
                "95 % of events",
                "supported",
                9,
                "Plan the nightly run for six in the morning.",
            ),
            P(
                0,
                1,
                "Households can be told apart without the billing data",
                "under 3 % merged",
                "refuted",
                12,
                "Ask Northlight for the billing key.",
            ),
            P(
                0,
                2,
                "Zapping under ten seconds adds nothing to reach",
                "under 0.5 points",
                "supported",
                8,
                "Leave short spells out.",
            ),
            P(
                1,
                2,
                "Impressions match the panel",
                "within 3 points",
                "inconclusive",
                20,
                "Measure again with the second panel.",
                amended=("time_box_days", "21", "The second panel came a week late."),
            ),
            P(
                1,
                3,
                "Frequency above six lowers response",
                "10 % lower",
                "supported",
                15,
                "Cap the frequency at six.",
            ),
            P(
                1,
                4,
                "Weather explains Sunday evenings",
                "R² over 0.3",
                "refuted",
                6,
                "Drop the weather feed.",
            ),
            P(
                2,
                4,
                "A gradient booster beats the rule for sports fans",
                "AUC +0.05",
                "refuted",
                10,
                "Keep the rule; it explains itself.",
            ),
            P(
                2,
                5,
                "Twelve segments are enough for planners",
                "80 % of bookings",
                "supported",
                18,
                "Freeze the twelve.",
            ),
            P(
                2,
                5,
                "Segments are stable over a quarter",
                "90 % stay",
                "refuted",
                14,
                "Recompute them monthly.",
            ),
            P(
                3,
                6,
                "Planners find a segment in under a minute",
                "8 of 10",
                "supported",
                7,
                "Ship the search as it is.",
            ),
            P(
                3,
                7,
                "An explanation makes planners trust it",
                "+20 % bookings",
                "refuted",
                13,
                "Show it on demand only.",
            ),
            P(
                4,
                7,
                "Operations can restart the pipeline alone",
                "without a call",
                "supported",
                9,
                "Hand over the pager.",
            ),
            P(4, 8, "Scoring overnight fits their cluster", "done by 5:00"),
            P(4, 9, "Two channels show the same uplift", "both over +8 %"),
        ),
    ),
    "SENT": Rhythm(
        standups=0.72,
        minutes=21,
        followed=0.3,
        mood=4.6,
        actions=(
            "Commit to less",
            "Label two hundred comments together",
            "Write acceptance checks for each language",
            "Stop taking requests by chat",
            "Keep the demo to twenty minutes",
            "Pair on the streaming ingest",
            "Ask the brand for their glossary",
            "Close what nobody reads",
            "Agree on one definition of a complaint",
            "Split stories over five points",
            "Start retrospectives on time",
        ),
        predictions=(
            P(
                0,
                2,
                "Emoji carry the tone in short comments",
                "F1 +0.05",
                "supported",
                11,
                "Keep them as tokens.",
            ),
            P(
                1,
                4,
                "One model serves five languages",
                "F1 over 0.75 in each",
                "refuted",
                27,
                "Train German and Japanese apart.",
            ),
            P(1, 6, "Sarcasm is under two per cent", "of a sample of 500"),
            P(
                1,
                5,
                "Hashtags tell the language of a comment",
                "95 % right",
                took=6,
                withdrawn="The platform itself says the language since its last release.",
                own_dice=True,
            ),
        ),
    ),
    "GAME": Rhythm(
        standups=0.88,
        minutes=15,
        followed=0.55,
        mood=5.2,
        actions=(
            "Test with yesterday's peak",
            "Put the schema of events under review",
            "Show the loss of events on the wall",
            "Plan a fifth of the sprint for what comes in",
            "Let designers name the events",
            "Alert on lag instead of errors",
            "Write the post-mortem within a day",
            "Try the new partitioning on one title",
            "Keep one theme a person",
            "Turn the runbook into a script",
        ),
        predictions=(
            P(
                0,
                1,
                "Half of the events are duplicates",
                "over 40 %",
                "refuted",
                5,
                "Leave deduplication for later.",
            ),
            P(
                1,
                3,
                "Partitioning by player keeps order",
                "no late events",
                "supported",
                12,
                "Partition by player.",
            ),
            P(
                2,
                6,
                "Churn shows three days ahead",
                "recall over 0.6",
                "supported",
                19,
                "Build the early warning.",
            ),
            P(
                2,
                8,
                "A sale at the right moment lifts revenue",
                "+4 % a player",
                "inconclusive",
                22,
                "Test it for a whole season.",
            ),
            P(
                3,
                5,
                "An ad right after a lost match costs no session",
                "under 0.5 % more leave",
                "refuted",
                8,
                "Never after a loss: players leave for the day.",
                kill_rule="2 % more leave",
                by_rule=True,
                own_dice=True,
            ),
            P(
                3,
                6,
                "An ad at the first pause of two seconds is seen to its end",
                "over 60 %",
                "refuted",
                9,
                "Too early: most were only catching their breath.",
                own_dice=True,
            ),
            P(
                3,
                8,
                "An ad once the lobby has stood still for eight seconds is seen to its end",
                "over 60 %",
                "supported",
                11,
                "Eight seconds in the lobby is the moment.",
                again="An ad at the first pause of two seconds is seen to its end",
                own_dice=True,
            ),
        ),
    ),
}
