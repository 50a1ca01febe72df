"""What shows or takes sealed words is kept by no cache, no error mail, no log and no table."""

import logging

import pytest
from django.core import mail
from django.test import Client
from django.utils.log import AdminEmailHandler

from projects.models import Question, UseCase
from tests.web.addresses import PAGES
from tests.world import PASSWORD
from web.models.idempotency_record import IdempotencyRecord

WORDS = "zugvogel-7391"
NOT_SEALED = {"question_set"}  # the questions a team begins with; they are no answers


@pytest.fixture
def question(apollo, alice):
    use_case = UseCase.distil(apollo, title="Land softly", by=alice)
    return Question.ask(use_case, text="How do we get the data?", asked_from="science", by=alice)


@pytest.fixture
def mine(client, alice):
    client.force_login(alice)
    return client


@pytest.fixture
def reports(settings):
    """Error mails, with all that Django would put into them."""
    settings.ADMINS = [("Root", "root@example.org")]
    handler = AdminEmailHandler(include_html=True)
    handler.setLevel(logging.ERROR)
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)
    yield mail.outbox
    logger.removeHandler(handler)


def answers(question):
    return f"/questions/{question.pk}/answers/"


def is_kept_nowhere(answer):
    return answer["Cache-Control"] == "no-store"


def test_every_page_of_questions_is_under_seal():
    pages = {name for name in PAGES if name.startswith("question")} - NOT_SEALED
    assert len(pages) >= 15
    for name in pages:
        assert vars(PAGES[name].callback).get("is_under_seal"), name


@pytest.mark.parametrize("fields", [{"belief": WORDS}, {"belief": WORDS, "sure": "perhaps"}])
def test_nothing_that_takes_or_shows_an_answer_is_kept(mine, question, fields):
    board = f"/use-cases/{question.use_case_id}/questions/"
    for verb in ("answers", "finals", "answers", "take-backs", "reveals", "notes"):
        assert is_kept_nowhere(mine.post(f"/questions/{question.pk}/{verb}/", fields)), verb
    script = {"X-Requested-With": "fetch"}
    assert is_kept_nowhere(mine.post(answers(question), fields, headers=script))
    for page in (board, f"{board}meeting/", f"{board}new/"):
        assert is_kept_nowhere(mine.get(page))


def test_words_that_are_given_back_at_the_sign_in_are_not_kept(client, question, alice):
    answer = client.post(answers(question), {"belief": WORDS})
    assert answer.status_code == 401
    assert WORDS in answer.content.decode()
    assert is_kept_nowhere(answer)
    carried = answer.content.decode().partition('name="unfinished" value="')[2].partition('"')[0]
    sheet = {"username": alice.email, "password": PASSWORD, "unfinished": carried}
    answer = client.post("/sign-in/", sheet)
    assert WORDS in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


def test_words_of_a_form_with_a_foreign_token_are_not_kept(question, alice):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(alice)
    answer = strict.post(answers(question), {"belief": WORDS})
    assert answer.status_code == 403
    assert WORDS in answer.content.decode()
    assert is_kept_nowhere(answer)


def broken(*args, **fields):
    typed = fields  # a frame that holds the words, as any might
    raise RuntimeError("It is broken." if typed is not None else "")


@pytest.mark.parametrize("place", ["projects.models.Question.answer", "web.sent_twice._digest"])
def test_an_error_names_no_word_in_mail_or_log(
    mine, question, reports, monkeypatch, caplog, capfd, place
):
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(place, broken)
    mine.raise_request_exception = False
    answer = mine.post(answers(question), {"belief": WORDS, "once": "a-name"})
    assert answer.status_code == 500
    assert is_kept_nowhere(answer)
    [report] = reports
    [[in_html, _]] = report.alternatives
    told = report.body + in_html
    assert "It is broken." in told
    assert "typed" in told  # the frame is there, its words aren't
    for held in (told, caplog.text, *capfd.readouterr(), answer.content.decode()):
        assert WORDS not in held


def test_what_was_sent_once_is_remembered_without_its_words(mine, question):
    mine.post(answers(question), {"belief": WORDS, "once": "a-name"})
    [record] = IdempotencyRecord.objects.values()
    assert WORDS not in repr(record)
    assert bytes(record["body"]) == b""
