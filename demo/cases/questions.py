"""What each case's use cases were asked, what both sides believed, and what came of it."""

# ruff: noqa: E501  prose reads better unbroken

from dataclasses import dataclass


@dataclass(frozen=True)
class Believed:
    """A side's answer: what it believes, how sure it is, what would change its mind."""

    belief: str
    sure: str = "fairly"
    change_mind: str = ""


@dataclass(frozen=True)
class Chosen:
    """How a difference ended."""

    chosen: str
    considered: str
    why: str
    still_held: str
    outcome: str = ""


@dataclass(frozen=True)
class Looked:
    """A question by its place in the method's set; without a side's answer it isn't final yet."""

    place: int
    science: Believed | None
    engineering: Believed | None
    chosen: Chosen | None = None  # what was decided where the two saw it differently
    is_shown: bool = False


@dataclass(frozen=True)
class Shelved:
    kind: str
    name: str
    description: str
    kept_by: str
    access: str


QUESTIONS: dict[str, dict[str, tuple[Looked, ...]]] = {
    "TV": {
        "Report true reach": (
            Looked(
                0,
                Believed(
                    "We need every viewing event of a household with its box, its channel and the second it began, for ninety days back. A sample of one percent is enough to begin with.",
                    "very",
                    "If the one percent gives the same ranking of fields as a full week.",
                ),
                Believed(
                    "The platform can give viewing sessions by day and region from tomorrow on. Ninety days back means a backfill of four terabytes: two weeks, once.",
                    "fairly",
                    "A look at how the customer's bucket throttles us.",
                ),
                is_shown=True,
            ),
            Looked(
                2,
                Believed(
                    "The question behind it is whom a media buyer would pay for. Without a definition of an impression, reach is a number nobody signs.",
                    "very",
                ),
                Believed(
                    "Somebody has to say what counts as seen. Until then we count sessions, and everybody reads what they like into it.",
                    "very",
                ),
                is_shown=True,
            ),
            Looked(
                5,
                Believed(
                    "A stream would let us see a campaign while it runs. The models we have in mind would use it.",
                    "guess",
                    "If planners look at the numbers once a day only.",
                ),
                Believed(
                    "No: the ad schedule is corrected until four in the morning, and a nightly table is ready at six. A stream costs three times as much to keep alive.",
                    "very",
                    "A planner who would act on a number within the hour.",
                ),
                Chosen(
                    "A nightly table, corrected for three days back. No stream.",
                    "A stream for the two largest channels only.",
                    "Planners told us that they book on Mondays. What is corrected later has to be computed again in any case.",
                    "Science still expects to need hourly numbers once segments are sold; then it is looked at again.",
                    "Nobody has asked for hourly numbers since.",
                ),
            ),
        ),
        "Book by audience": (
            Looked(
                1,
                Believed(
                    "Clusters of viewing rhythms first, as planners can name them; a booster only where it beats the simple rule by a margin that pays.",
                    "fairly",
                    "A booster that wins by more than five points on two campaigns.",
                ),
                Believed(
                    "Whatever can be scored for all households in one night on what we have. Clusters can, a booster for each segment can't without a larger pool.",
                    "fairly",
                ),
            ),
            Looked(
                6,
                Believed("There is the panel, which is small, and the household table.", "guess"),
                Believed(
                    "The household table, the feature store of the cockpit, and the ad server's own segments, which nobody has looked into yet.",
                    "very",
                ),
                is_shown=True,
            ),
        ),
        "Warn of under-delivery": (
            Looked(
                0,
                Believed(
                    "Bookings with their targets, and what was delivered by day. Bookings are the problem: they are changed by telephone.",
                    "fairly",
                ),
                None,
            ),
            Looked(3, None, None),
            Looked(
                7,
                Believed("It should run where the nightly table runs.", "guess"),
                None,
            ),
        ),
    },
    "SENT": {
        "Notice a problem early": (
            Looked(
                0,
                Believed(
                    "All public comments of a product within the hour, with language and shop. A day late is too late: a packaging problem is in the papers by then.",
                    "very",
                ),
                Believed(
                    "Today the feeds arrive once a night, in eleven formats. Within the hour means another ingest: eight weeks as we would build it alone.",
                    "fairly",
                    "If two or three feeds hold most of the comments.",
                ),
                Chosen(
                    "Stream the three feeds that hold four fifths of the comments; the others stay nightly.",
                    "All eleven at once; or nightly for all, with a score an hour sooner.",
                    "Science showed which markets notice a problem first. With both at the ingest it took three weeks instead of eight.",
                    "Engineering holds that the other eight will be asked for within the year.",
                    "A leaking lid was noticed after nine hours, in a market that streams.",
                ),
                is_shown=True,
            ),
            Looked(
                1,
                Believed(
                    "A multilingual model off the shelf agrees with native speakers in seven of ten comments. Irony is the rest.",
                    "fairly",
                    "Six hundred labelled comments of each language.",
                ),
                Believed(
                    "Fine with us as long as it scores a comment in under a second on a processor; there is no accelerator in that network.",
                    "very",
                ),
            ),
        ),
        "Answer in their language": (
            Looked(
                2,
                Believed(
                    "Who answers, and what are they allowed to say? Ranking comes after that."
                ),
                Believed("Whether the shops let anybody answer by a program at all.", "guess"),
                is_shown=True,
            ),
        ),
        "Learn from corrections": (
            Looked(
                0,
                None,
                Believed(
                    "Corrections are kept with the score they correct and the version of the model. Nobody reads them yet.",
                    "very",
                ),
            ),
            Looked(4, Believed("No. Once a week is enough to train again.", "very"), None),
        ),
    },
    "GAME": {
        "See the game live": (
            Looked(
                4,
                Believed(
                    "A designer needs to see within ten seconds. A model that foresees who leaves needs an hour at most.",
                    "fairly",
                ),
                Believed(
                    "Ten seconds at two hundred thousand events a second is what the new pipeline is built for. An hour is nothing.",
                    "very",
                ),
                is_shown=True,
            ),
            Looked(
                3,
                Believed("Sessions, purchases, fights, and who was in the same party.", "fairly"),
                Believed(
                    "All forty event types of the test client. Chats stay where they are: nobody here may read them.",
                    "very",
                ),
            ),
        ),
        "Offer at the right moment": (
            Looked(
                2,
                Believed(
                    "When does an offer not hurt? We think in the pause after a won fight. The customer's own scientists think before a session ends.",
                    "guess",
                    "Two weeks of either, on a hundredth of the players.",
                ),
                Believed(
                    "A moment that we can know while it lasts. A pause after a fight is over in eight seconds; the answer has to be there in one.",
                    "very",
                ),
                Chosen(
                    "Try the pause first, on one hundredth of the players, with the client's own timer.",
                    "The end of a session, which is known only when it is over.",
                    "What can't be served in time can't be tried.",
                    "Science still believes in the end of the session, and tries it on the lobby screen.",
                ),
            ),
            Looked(
                7,
                Believed(
                    "Scores have to be where the game servers are, in three regions.", "guess"
                ),
                None,
            ),
        ),
        "Keep a player": (Looked(0, None, None), Looked(6, None, None)),
    },
}

SHELF: dict[str, tuple[Shelved, ...]] = {
    "TV": (
        Shelved(
            "data_set",
            "Daily household table",
            "One row a household and day: sessions, programmes, ad breaks. Ready at six.",
            "engineering",
            "Role `household-read`; ask in the team's channel, it takes an hour.",
        ),
        Shelved(
            "data_set",
            "Panel of 2,400 households",
            "Who watched, by person and minute. The customer's, weekly.",
            "science",
            "The customer's research desk signs a form; about a week.",
        ),
        Shelved(
            "platform",
            "Nightly batch on the customer's cluster",
            "Sixteen workers from one to six in the morning.",
            "engineering",
            "A job file in the repository; the platform's on-call reviews it.",
        ),
    ),
    "SENT": (
        Shelved(
            "data_set",
            "Comments, cleaned",
            "Comments of eleven markets without names, by product and hour.",
            "engineering",
            "Topic `comments.clean`; a key of the team's vault.",
        ),
        Shelved(
            "environment",
            "Labelling desk",
            "Where native speakers score comments; 600 a week.",
            "science",
            "Write to the desk with the language and how many.",
        ),
    ),
    "GAME": (
        Shelved(
            "platform",
            "Event stream",
            "Every event of the test client, a week back.",
            "engineering",
            "Consumer group by a change to the infrastructure's repository.",
        ),
    ),
}
