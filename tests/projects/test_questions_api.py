"""Looking at the question together over the API: who reads what, before and after the reveal."""

import logging

import pytest
from django.utils.log import AdminEmailHandler

from history.models import Event
from projects.models import Decision, Project, Question, UseCase
from web.models import IdempotencyRecord

OWN = {"belief": "From the probe", "sure": "fairly", "change_mind": "A sample"}


@pytest.fixture
def question(apollo, alice):
    use_case = UseCase.distil(apollo, title="Land softly", by=alice)
    return Question.ask(use_case, text="How do we get the data?", asked_from="science", by=alice)


@pytest.fixture
def path(question):
    return f"projects/AP/questions/{question.pk}/"


@pytest.fixture
def hers(api, alice):
    return api(alice)


@pytest.fixture
def his(api, bob):
    return api(bob)


@pytest.fixture
def guests(api, gina):
    return api(gina)


def refused(answer, status):
    assert answer.status_code == status, answer.content
    return answer.json()["type"].removeprefix("/api/v1/problems/").rstrip("/")


def sides(answer):
    assert answer.status_code == 200, answer.content
    return [(one["side"], one["state"]) for one in answer.json()["answers"]]


def answer_both(hers, his, path):
    hers.post(f"{path}answers/own/", OWN)
    his.post(f"{path}answers/own/", {"belief": "From the archive"})
    hers.post(f"{path}finals/")
    return his.post(f"{path}finals/")


def test_both_sides_answer_blind_and_both_are_opened_at_once(hers, his, path):
    assert sides(hers.get(path)) == [("science", "not_begun"), ("engineering", "not_begun")]
    hers.post(f"{path}answers/own/", OWN)
    his.post(f"{path}answers/own/", {"belief": "From the archive"})
    assert sides(hers.post(f"{path}finals/")) == [("science", "final"), ("engineering", "begun")]
    sealed = his.get(path).json()["answers"]
    assert {one["belief"] for one in sealed} == {None}

    opened = his.post(f"{path}finals/")

    assert sides(opened) == [("science", "open"), ("engineering", "open")]
    science, engineering = opened.json()["answers"]
    assert {name: science[name] for name in OWN} == OWN
    assert engineering["belief"] == "From the archive"
    assert (opened.json()["state"], opened.json()["round"]["is_revealed"]) == ("revealed", True)
    assert hers.get(path).content == opened.content


def test_the_question_is_the_same_bytes_to_its_side_and_to_the_other(hers, his, api, root, path):
    hers.post(f"{path}answers/own/", OWN)
    for address in (path, "projects/AP/questions/", f"{path}rounds/"):
        her, him = hers.get(address), his.get(address)
        assert (her.content, her["ETag"]) == (him.content, him["ETag"])
    tag = his.get(path)["ETag"]
    hers.post(f"{path}answers/own/", {"belief": "Another word"}, if_match="*")
    assert his.get(path)["ETag"] == tag


def test_a_side_reads_what_it_wrote_and_nobody_else_does(hers, his, guests, api, root, path, team):
    wrote = hers.post(f"{path}answers/own/", OWN)

    read = hers.get(f"{path}answers/own/")
    assert read.content == wrote.content
    assert read.json() | OWN == read.json()
    assert (read.json()["side"], read.json()["state"]) == ("science", "begun")
    assert read["Cache-Control"] == wrote["Cache-Control"] == "no-store"
    assert his.get(f"{path}answers/own/").json()["belief"] == ""
    for other in (guests, api(root)):
        assert other.get(f"{path}answers/own/").status_code == 404


def test_who_is_on_no_side_has_no_answer(api, team, alice, charlie, path):
    team.take_in(charlie, discipline="product", by=alice)
    client = api(charlie)
    assert client.get(path).status_code == 200
    assert client.get(f"{path}answers/own/").status_code == 404
    assert refused(client.post(f"{path}answers/own/", OWN), 403) == "answer-of-no-side"


def test_two_who_edit_one_answer_lose_no_word(hers, api, team, alice, charlie, path):
    team.take_in(charlie, discipline="science", by=alice)
    other = api(charlie)
    question = Question.objects.get()
    question.ask_again(by=alice)
    first = hers.post(f"{path}answers/own/", OWN)
    assert refused(other.post(f"{path}answers/own/", {"belief": "Mine"}), 428)

    meanwhile = other.post(f"{path}answers/own/", {"belief": "Ours"}, if_match=first["ETag"])
    assert meanwhile.status_code == 200
    overtaken = hers.post(f"{path}answers/own/", OWN, if_match=first["ETag"])

    assert refused(overtaken, 412) == "changed-since-read"
    assert overtaken.json()["now"]["belief"] == "Ours"
    assert overtaken["ETag"] == meanwhile["ETag"]
    assert overtaken["Cache-Control"] == "no-store"
    again = hers.post(f"{path}answers/own/", OWN, if_match=overtaken["ETag"])
    assert again.status_code == 200
    assert hers.post(f"{path}answers/own/", OWN, if_match="*").content == again.content


def test_the_tag_of_sealed_words_cannot_be_tried_out(hers, path, settings):
    hers.post(f"{path}answers/own/", OWN)
    tag = hers.get(f"{path}answers/own/")["ETag"]
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another secret, by which the tag differs"
    assert hers.get(f"{path}answers/own/")["ETag"] != tag


def test_no_record_of_a_repeated_request_holds_sealed_words(hers, path):
    for _ in range(2):
        answer = hers.post(f"{path}answers/own/", OWN, idempotency_key="a", if_match="*")
        assert "Idempotent-Replayed" not in answer
    assert not IdempotencyRecord.objects.exists()
    hers.post(f"{path}finals/", idempotency_key="b")
    assert b"probe" not in bytes(IdempotencyRecord.objects.get().body)


def test_no_log_and_no_mail_holds_the_words_of_what_failed(
    hers, path, monkeypatch, caplog, mailoutbox, settings
):
    """Whatever breaks while they are in hand: the seal, say, or the row."""

    def fail(self, *args, **kwargs):
        raise RuntimeError("broken")

    settings.ADMINS = [("Root", "root@example.org")]
    mailing = AdminEmailHandler()
    logging.getLogger("django.request").addHandler(mailing)
    hers.client.raise_request_exception = False
    monkeypatch.setattr("projects.models.answer.Answer.hold", fail)
    for body in ({"belief": "zugvogel"}, {"belief": "We", "change_mind": "zugvogel " * 20}):
        assert hers.post(f"{path}answers/own/", body).status_code == 500
    logging.getLogger("django.request").removeHandler(mailing)

    written = [logging.Formatter().format(record) for record in caplog.records]
    assert any("broken" in line for line in written)
    mails = [str(one.message()) for one in mailoutbox]
    assert mails
    assert not [text for text in (*written, *mails) if "zugvogel" in text]


@pytest.mark.parametrize("body", [{}, {"belief": "x" * 4001}, {"belief": 1}, {"sure": "quite"}])
def test_what_is_no_answer_is_refused_by_its_place(hers, path, body):
    assert refused(hers.post(f"{path}answers/own/", body), 400) == "invalid-body"


def test_both_texts_together_have_four_thousand_characters(hers, path):
    long = {"belief": "x" * 3000, "change_mind": "y" * 1001}
    assert refused(hers.post(f"{path}answers/own/", long), 409) == "answer-too-long"


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_question_of_another_project_is_not_there(hers, team, alice, question, method):
    address = f"projects/ZZ/questions/{question.pk}/answers/own/"
    answer = hers.get(address) if method == "GET" else hers.post(address, OWN)
    assert answer.status_code == 404


def test_what_was_set_aside_at_the_start_has_no_round(hers, question, alice, apollo):
    other = UseCase.distil(apollo, title="Walk", by=alice)
    board = hers.post(f"projects/AP/use-cases/{other.pk}/question-board/", {"chosen": [1]})
    assert board.status_code == 200
    aside = hers.get("projects/AP/questions/", {"use_case": other.pk, "state": "set_aside"})
    assert len(aside.json()["results"]) == 7
    first = aside.json()["results"][0]
    assert (first["round"], first["set_aside_reason"]) == (None, "Not chosen at the start")
    path = f"projects/AP/questions/{first['id']}/"
    assert hers.get(f"{path}answers/own/").status_code == 404
    for verb in ("finals/", "answers/own/"):
        assert refused(hers.post(f"{path}{verb}", OWN if "own" in verb else {}), 409)
    assert refused(hers.post(f"{path}stances/", {"stance": "agree"}), 409)
    assert hers.post(f"{path}rounds/", {}).status_code == 201
    assert hers.get(path).json()["state"] == "asked"
    again = hers.post(f"projects/AP/use-cases/{other.pk}/question-board/", {"chosen": [1]})
    assert refused(again, 409) == "questions-begun"


def test_a_place_that_the_set_lacks_is_refused(hers, apollo, alice):
    other = UseCase.distil(apollo, title="Walk", by=alice)
    told = hers.post(f"projects/AP/use-cases/{other.pk}/question-board/", {"chosen": [9]})
    assert refused(told, 409) == "not-in-question-set"
    starters = hers.get("teams/orbit/question-set/").json()["starters"]
    assert [one["place"] for one in starters] == list(range(1, 9))


# --- Scopes and pages -----------------------------------------------------------------------------
@pytest.mark.parametrize("verb", ["finals/", "stances/"])
def test_speaking_for_a_discipline_takes_a_token_that_signs(api, alice, path, verb):
    writes = api(alice, scope="write")
    answer = writes.post(f"{path}{verb}", {"stance": "agree"} if verb == "stances/" else {})
    assert refused(answer, 403) == "token-does-not-sign"
    assert answer.json()["detail"].endswith(".")
    if verb == "finals/":
        assert refused(writes.delete(f"{path}{verb}"), 403) == "token-does-not-sign"
    reads = api(alice, scope="read")
    assert refused(reads.post(f"{path}{verb}"), 403) == "token-reads-only"


def test_a_token_that_writes_does_all_else(api, alice, path):
    writes = api(alice, scope="write")
    assert writes.post(f"{path}answers/own/", OWN).status_code == 200
    assert writes.post(f"{path}set-asides/", {"set_aside_reason": "Known"}).status_code == 200
    assert writes.post(f"{path}rounds/", {}).status_code == 201


def test_a_session_signs(client, alice, path, hers):
    hers.post(f"{path}answers/own/", OWN)
    client.force_login(alice)
    signed = client.post(f"/api/v1/{path}finals/", {}, "application/json")
    assert sides(signed)[0] == ("science", "final")


def test_what_people_do_on_a_page_is_refused_with_the_page(hers, client, alice, path, sprint):
    hers.post(f"{path}answers/own/", OWN)
    hers.post(f"{path}finals/")
    client.force_login(alice)
    last = Event.objects.latest("pk").pk
    for address in (
        f"{path}reveals/",
        "teams/orbit/question-set/",
        "projects/AP/sprints/1/waivers/",
    ):
        for answer in (
            hers.post(address),
            client.post(f"/api/v1/{address}", {}, "application/json"),
        ):
            assert refused(answer, 403) == "session-only"
            assert "page" in answer.json()["detail"]
    assert Event.objects.latest("pk").pk == last
    assert hers.get(path).json()["state"] == "asked"


# --- Afterwards -----------------------------------------------------------------------------------
def test_a_difference_opens_a_decision_and_its_making_settles_the_question(hers, his, path, bob):
    answer_both(hers, his, path)
    hers.post(f"{path}stances/", {"stance": "agree"})
    differs = his.post(f"{path}stances/", {"stance": "differ"}).json()
    assert differs["state"] == "differs"
    assert [one["stance"] for one in differs["answers"]] == ["agree", "differ"]
    found = hers.get("projects/AP/decisions/", {"question": differs["id"], "state": "open"})
    [waits] = found.json()["results"]

    made = hers.post(
        f"projects/AP/decisions/{waits['id']}/choice/",
        {"chosen": "The probe", "keeper": bob.pk, "still_held": "The archive is older"},
        if_match="*",
    )

    assert (made.json()["state"], made.json()["keeper"]["id"]) == ("decided", bob.pk)
    assert hers.get(path).json()["state"] == "decided"


def test_decisions_are_found_taken_up_again_and_have_an_outcome(hers, apollo, alice, gina):
    made = hers.post("projects/AP/decisions/", {"title": "Where do we land?"})
    address = made["Location"].partition("/api/v1/")[2]
    strange = hers.post(f"{address}choice/", {"chosen": "Sea", "keeper": gina.pk}, if_match="*")
    assert refused(strange, 409) == "kept-by-stranger"
    assert refused(hers.post(f"{address}choice/", {"chosen": "Sea"}), 428)
    hers.post(f"{address}choice/", {"chosen": "The Sea of Calm"}, if_match="*")
    assert refused(hers.post(f"{address}choice/", {"chosen": "No"}, if_match="*"), 409)
    newer = hers.post(f"{address}successors/", {})
    assert (newer.status_code, newer.json()["replaces"]) == (201, made.json()["id"])
    assert hers.patch(address, {"outcome": "Soft"}, if_match="*").json()["outcome"] == "Soft"
    for query, count in (({"q": "calm"}, 1), ({"q": "nowhere"}, 0), ({"state": "open"}, 1)):
        assert len(hers.get("projects/AP/decisions/", query).json()["results"]) == count


def test_a_guest_reads_what_was_shown_and_no_more(hers, his, guests, path):
    answer_both(hers, his, path)
    assert guests.get(path).status_code == 404
    assert guests.get("projects/AP/questions/").json()["results"] == []
    assert refused(guests.post(f"{path}finals/"), 404)

    hers.post(f"{path}shares/")

    assert guests.get(path).content == hers.get(path).content
    assert guests.get(path).json()["is_shared"] is True
    assert len(guests.get(f"{path}rounds/").json()["results"]) == 1
    assert refused(guests.post(f"{path}notes/", {"body": "Oh"}), 403) == "session-only"
    assert refused(guests.post(f"{path}answers/own/", OWN), 403)
    hers.delete(f"{path}shares/")
    for hidden in (path, f"{path}rounds/", f"{path}notes/"):
        assert guests.get(hidden).status_code == 404


def test_earlier_rounds_stay_open_when_it_is_asked_again(hers, his, path):
    answer_both(hers, his, path)
    again = hers.post(f"{path}rounds/", {"answer_by": "2031-03-01", "is_sealed": False})
    assert (again.status_code, again.json()["number"]) == (201, 2)
    now = hers.get(path).json()
    assert (now["state"], now["round"]["number"]) == ("asked", 2)
    assert sides(hers.get(path)) == [("science", "not_begun"), ("engineering", "not_begun")]
    first, second = hers.get(f"{path}rounds/").json()["results"]
    assert first["answers"][0]["belief"] == "From the probe"
    assert second["answers"][0]["belief"] is None


def test_notes_are_added_by_members_once_it_is_open(hers, his, path):
    assert refused(hers.post(f"{path}notes/", {"body": "Oh"}), 409) == "question-not-revealed"
    answer_both(hers, his, path)
    made = his.post(f"{path}notes/", {"body": "The archive is older"})
    assert made.status_code == 201
    assert hers.get(made["Location"].partition("/api/v1/")[2]).json() == made.json()


def test_reading_the_list_costs_the_same_whatever_is_sealed(
    hers, his, path, django_assert_num_queries
):
    his.get("projects/AP/questions/")
    for text in ("", "x", "x" * 4000):
        if text:
            hers.post(f"{path}answers/own/", {"belief": text}, if_match="*")
        with django_assert_num_queries(2):
            his.get("projects/AP/questions/")


# --- The shelf ------------------------------------------------------------------------------------
def test_the_shelf_is_the_team_s_own(hers, guests, api, charlie, team):
    assert hers.get("teams/orbit/shelf/").json()["results"] == []
    item = {"kind": "data_set", "name": "Soil", "kept_by": "engineering", "access": "Ask Bob"}
    made = hers.post("teams/orbit/shelf/", item)
    address = made["Location"].partition("/api/v1/")[2]
    for other in (guests, api(charlie)):
        assert other.get("teams/orbit/shelf/").status_code == 404
        assert other.get(address).status_code == 404
        assert other.post("teams/orbit/shelf/", item).status_code == 404
    for query, count in (({"q": "soil"}, 1), ({"kind": "platform"}, 0), ({"q": "bob"}, 1)):
        assert len(hers.get("teams/orbit/shelf/", query).json()["results"]) == count
    for link in ("javascript:alert(1)", "http://example.org", "https://x", "https://a.b:c/"):
        assert refused(hers.patch(address, {"link": link}, if_match="*"), 400) == "invalid-body"
    for link in ("https://10.0.0.5:8443/lake?a=1#b", "https://wiki.example.org", ""):
        assert hers.patch(address, {"link": link}, if_match="*").json()["link"] == link
    renamed = hers.patch(address, {"name": "Moon soil"}, if_match=made["ETag"])
    assert renamed.json() == made.json() | {"name": "Moon soil"}
    assert hers.delete(address).status_code == 204
    assert hers.delete(address).status_code == 404
    assert hers.patch(address, {"name": "Gone"}, if_match="*").status_code == 404


def test_a_decision_says_nothing_of_another_project(hers, apollo, alice, team):
    other = Project.start(team, key="GE", name="Gemini", by=alice)
    foreign = UseCase.distil(other, title="Dock", by=alice)
    answer = hers.post("projects/AP/decisions/", {"title": "Where?", "use_case": foreign.pk})
    assert refused(answer, 404) == "named-row-missing"
    asked = hers.post(
        "projects/AP/questions/",
        {"use_case": foreign.pk, "text": "Why?", "asked_from": "science"},
    )
    assert refused(asked, 404) == "named-row-missing"
    assert not Decision.objects.exists()
