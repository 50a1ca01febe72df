"""What each case writes on its walls: the notes by group, and how far each wall has come."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Heap:
    """Notes that belong together under a prompt (its place from 0), and the dots they got."""

    prompt: int
    notes: tuple[str, ...]
    name: str = ""
    dots: int = 0


@dataclass(frozen=True)
class Became:
    """What was made of a note; its words begin like this."""

    note: str
    kind: str  # question or action
    words: str = ""


@dataclass(frozen=True)
class Flow:
    """An arrow from one note to another; their words begin like this."""

    source: str
    target: str
    label: str


@dataclass(frozen=True)
class PutUp:
    """A wall: of a use case, or, without one, of the last closed sprint."""

    title: str
    heaps: tuple[Heap, ...]
    until: str  # the step it has come to
    use_case: str = ""
    flows: tuple[Flow, ...] = ()
    outcomes: tuple[Became, ...] = ()


WALLS: dict[str, tuple[PutUp, ...]] = {
    "TV": (
        PutUp(
            "Looking back on the sprint",
            (
                Heap(
                    0,
                    (
                        "Science sat with us while the join was written. No question took a day.",
                        "Two of us at one screen for the impressions: done in an afternoon",
                        "We asked each other before we built, for once",
                    ),
                    "Side by side",
                    6,
                ),
                Heap(0, ("The customer’s planner came to the demo and stayed",), dots=2),
                Heap(
                    1,
                    (
                        "Waited three days for access to the bucket",
                        "Nobody knew who may give us the key",
                    ),
                    "Access",
                    7,
                ),
                Heap(1, ("The schedule was corrected after we had counted",), dots=1),
                Heap(
                    2,
                    ("Ask for access on the day a question names a source, not when we need it",),
                    dots=3,
                ),
                Heap(2, ("Show half-done things on Thursdays",)),
            ),
            "closed",
            outcomes=(
                Became(
                    "Ask for access",
                    "action",
                    "Ask for access on the day a question names a source",
                ),
            ),
        ),
        PutUp(
            "How does a booking reach the warning?",
            (
                Heap(
                    0,
                    (
                        "Bookings: the sales system, and the telephone",
                        "Delivery by day: the nightly table",
                    ),
                    "Where it comes from",
                    5,
                ),
                Heap(
                    0,
                    ("A campaign that is late on day three mostly stays late",),
                    dots=4,
                ),
                Heap(
                    1,
                    (
                        "What was promised, as it stands after the calls",
                        "Who corrects a booking, and where is that written down?",
                    ),
                    "The promise",
                    6,
                ),
                Heap(1, ("Somebody who reads the warning before noon",), dots=2),
                Heap(
                    2,
                    ("Compare both every night, warn on the third day",),
                    dots=3,
                ),
                Heap(2, ("Call the ten largest only, and see whether that is enough",)),
            ),
            "discussing",
            use_case="Warn of under-delivery",
            flows=(
                Flow("Bookings:", "What was promised", "after calls"),
                Flow("Delivery by day", "Compare both", "at six"),
                Flow("What was promised", "Compare both", "each night"),
                Flow("Compare both", "Somebody who reads", "by mail"),
            ),
            outcomes=(Became("Who corrects a booking", "question"),),
        ),
    ),
    "SENT": (
        PutUp(
            "What could an answer in their language look like?",
            (
                Heap(
                    0,
                    (
                        "Half of the complaints are about delivery, not about the product",
                        "Native speakers hear irony where the model hears praise",
                    ),
                ),
                Heap(1, ("Ten answers the brand would stand by, from each market",)),
                Heap(1, ("Whether the shops let a program answer at all",)),
                Heap(2, ("Suggest, and let a person send it",)),
            ),
            "writing",
            use_case="Answer in their language",
        ),
    ),
    "GAME": (
        PutUp(
            "When does an offer not hurt?",
            (
                Heap(
                    0,
                    (
                        "After a won fight nobody is in a hurry for some seconds",
                        "The pause is over in eight seconds",
                    ),
                    "The pause",
                    3,
                ),
                Heap(0, ("Whoever lost three times in a row buys nothing",), dots=1),
                Heap(1, ("To know that a fight was won while the player still looks at it",)),
                Heap(2, ("The lobby screen, where waiting is normal",), dots=2),
            ),
            "voting",
            use_case="Offer at the right moment",
        ),
    ),
}
