"""What has to be there for an answer of questions and decisions that shows something."""

from projects.models import QuestionNote

# Routes that are only refused, with the page where it is done.
NEVER_DONE = {
    "POST question-reveals",
    "POST question-set-read",
    "POST fit-checklist-read",
    "POST sprint-waivers",
    "POST solution-drops",
    "POST solution-retirements",
    "POST solution-resumptions",
    "POST trial-waivers",
    "POST deployment-waivers",
    "POST check-in-answers",
    "POST check-in-customer",
}


def get_ready(route, rows, alice, bob):
    """Bring the question, or the decision, to where the route's write is next."""
    name = route.split()[1]
    if name == "question-finals" or route == "GET own-answer":
        rows["question"].answer(belief="From the probe", sure="fairly", by=alice)
    elif name in ("question-stances", "question-shares", "note-list", "note-detail"):
        open_both(rows["question"], alice, bob)
    elif name == "fit-signatures":
        rows["fit"].go_through(by=bob)
    if route.startswith("GET note"):
        QuestionNote.add(rows["question"], body="The archive is older", by=bob)


def open_both(question, alice, bob):
    for someone, belief in ((alice, "From the probe"), (bob, "From the archive")):
        question.answer(belief=belief, by=someone)
        question.make_final(by=someone)
