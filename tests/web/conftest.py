"""Every page's address, for one row of every kind."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from files.models import Attachment
from notifications.digest import unsubscribe as leaving
from projects.models import Decision, Question, ShelfItem
from tests.api.conftest import attached, rows  # noqa: F401  the same rows as the API's
from tests.web.addresses import address

CHECK_INS = (
    "check_in",
    "check_in_answers",
    "check_in_observations",
    "check_in_unknowable",
    "check_in_customer",
)


@pytest.fixture
def names(rows, apollo, alice, bob):  # noqa: F811  it is asked for by its name
    """What stands in the addresses, by the route's own words; `pk` depends on the page."""
    seat = apollo.team.memberships.get(user=bob)
    metric, report = rows["success-metric"], rows["report"]
    by = apollo.team.memberships.leads().get().user
    waits = Decision.open_for(apollo, title="Which engine?", by=by)
    made = Decision.open_for(apollo, title="Which site?", by=by)
    made.decide(chosen="The sea", by=by)
    item = ShelfItem.put(apollo.team, kind="platform", name="Pad", kept_by="science", by=by)
    ask_two(rows["question"].use_case, alice, bob)
    named = {
        "shelf_item": item,
        **dict.fromkeys(("decision", "decision_choices"), waits),
        **dict.fromkeys(("decision_outcomes", "decision_successors"), made),
        **dict.fromkeys(("decision_showings", "decision_concealments"), made),
        "membership": seat,
        "departures": seat,
        "absence_removals": rows["absence"],
        "theme_windows": rows["theme"],
        "signatures": rows["charter"],
        "charter_confirmations": rows["charter"],
        "use_case": rows["use-case"],
        "new_trial": rows["solution"],
        **dict.fromkeys(("new_deployment", "deployment_reports", "new_incident"), rows["solution"]),
        "trial_verdict": rows["running-trial"],
        "observations": metric,
        "success_metric": metric,
        "appraisals": metric,
        **dict.fromkeys(CHECK_INS, rows["check-in"]),
        "economics": rows["solution"],
        "targets": metric,
        "health": report,
        "contest": report,
        **{
            name: rows[name]
            for name in (
                "theme",
                "hypothesis",
                "standup",
                "action",
                "release",
                "solution",
                "trial",
                "deployment",
                "incident",
            )
        },
        **dict.fromkeys(("kept_brief", "kept_brief_pdf"), rows["kept-brief"]),
        "token": rows["token"],
        "column": rows["column"],
        "old_text": rows["old-text"].event,
        "files_of": rows["attachment"].host_row,
        "attachment": pictured(rows["attachment"].host_row, alice),
        "attachment_restorations": deleted(rows["attachment"].host_row, alice),
    }
    token = leaving.address_for(bob).rstrip("/").rpartition("/")[2]
    words = {
        "key": "AP",
        "slug": "orbit",
        "number": 1,
        "token": token,
        "comment": rows["comment"].pk,
        "field": "title",
        "kind": "use_case",
    }

    def name(page):
        question = rows["question"]  # a test may have put another one there
        about = {"question": question, "questions": question.use_case}
        on_wall = {"note": rows["wall-note"].pk, "group": rows["wall-group"].pk}
        on_wall |= {"signature": rows["fit-signature"].pk}
        return address(page, words | on_wall, named | about | {"wall": rows["wall"]})

    return name


def pictured(row, by):
    drawn = BytesIO()
    Image.new("RGB", (8, 8), "teal").save(drawn, "PNG")
    picture = Attachment.attach(row, ContentFile(drawn.getvalue(), "chart.png"), by=by)
    picture.draw_preview()
    return picture


def deleted(row, by):
    file = attached(row, by)
    file.remove(by=by)
    return file


def ask_two(use_case, alice, bob):
    """A question that a side is final on, and one that is open."""
    questions = []
    for number in range(2):
        question = Question.ask(use_case, text=f"No. {number}", asked_from="science", by=alice)
        questions.append(question)
    final, opened = questions
    for one, by in ((final, alice), (opened, alice), (opened, bob)):
        one.answer(belief=f"As {by} sees it", by=by)
        one.make_final(by=by)
