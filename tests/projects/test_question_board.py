"""The question board, through its pages: who sees which words when, and what each may do."""

import re

import pytest
from django.test import Client

from base.roles import Discipline, Role
from projects.models import Answer, Decision, Question, QuestionNote, QuestionSet, UseCase
from projects.models.question_set import DEFAULT, Starter
from projects.question_renderer import PATTERNS
from tests.budgets import assert_budget
from tests.pages import one_line
from tests.web.standing import standing_forms
from tests.world import person

SCIENCE, ENGINEERING = "From the probe on the far side", "From the archive on the far side"


@pytest.fixture
def use_case(apollo, alice):
    return UseCase.distil(apollo, title="Land softly", by=alice)


@pytest.fixture
def question(use_case, alice):
    return Question.ask(use_case, text="How do we get the data?", asked_from="science", by=alice)


@pytest.fixture
def seen_by(use_case):
    """What somebody reads on the board, or on another page of it."""

    def read(user, path=""):
        client = Client()
        client.force_login(user)
        answer = client.get(f"/use-cases/{use_case.pk}/questions/{path}")
        assert answer.status_code == 200, answer.status_code
        return answer.content.decode()

    return read


@pytest.fixture
def act(use_case):
    """Send a form as somebody."""

    def send(user, path, follow=False, **fields):
        client = Client()
        client.force_login(user)
        return client.post(path, fields, follow=follow)

    return send


def at(question, verb):
    return f"/questions/{question.pk}/{verb}/"


def both_final(question, alice, bob, science=SCIENCE, engineering=ENGINEERING):
    question.answer(belief=science, sure="fairly", change_mind="A sample", by=alice)
    question.answer(belief=engineering, by=bob)
    question.make_final(by=alice)
    question.make_final(by=bob)


def place_of(page, side):
    """What the page shows of one side's first place."""
    [_, after, *_] = page.split(f'aria-label="{side}’s answer"')
    return after.partition("</section>")[0]


# --- Beginning ------------------------------------------------------------------------------------
def test_an_empty_board_offers_the_methods_eight_with_three_ticked(seen_by, alice):
    page = seen_by(alice)
    assert "Which of these matter here?" in page
    for one in DEFAULT:
        assert one.text in page
    assert re.findall(r'value="(\d)" id="chosen-\d" checked', page) == ["0", "3", "6"]
    assert "Edit the team’s questions" in page


def test_one_click_asks_what_was_ticked_and_sets_the_rest_aside(seen_by, act, use_case, bob):
    act(bob, f"/use-cases/{use_case.pk}/questions/begin/", chosen=["0", "3", "6"])
    page = seen_by(bob)
    assert use_case.questions.waiting().count() == 3
    assert "5 set aside" in page
    assert "3 of 3 questions need science, 3 engineering" in page


def test_a_board_that_somebody_else_began_meanwhile_says_so(act, use_case, alice, bob):
    address = f"/use-cases/{use_case.pk}/questions/begin/"
    act(alice, address, chosen=["0"])
    answer = act(bob, address, chosen=["1"], follow=True)
    assert "Somebody has opened this board meanwhile" in answer.content.decode()
    assert use_case.questions.count() == 8


def test_of_a_team_s_own_set_the_first_three_are_ticked(seen_by, team, alice):
    own = [Starter("engineering", f"Own question {number}") for number in range(5)]
    QuestionSet.write(team, own, by=alice)
    page = seen_by(alice)
    assert re.findall(r'value="(\d)" id="chosen-\d" checked', page) == ["0", "1", "2"]


@pytest.mark.parametrize("chosen", ["99", "x", "-1", "\x00"])
def test_a_place_that_is_not_in_the_set_is_refused(act, use_case, alice, chosen):
    answer = act(alice, f"/use-cases/{use_case.pk}/questions/begin/", chosen=[chosen])
    assert answer.status_code == 302
    assert not use_case.questions.exists()


def test_a_team_without_one_discipline_reads_so(seen_by, team, question, alice, bob):
    team.let_go(bob, by=alice)
    page = seen_by(alice)
    assert "nobody from engineering is in the team" in page
    assert "Nobody from engineering has looked at this" in page


# --- Sealed ---------------------------------------------------------------------------------------
def test_each_side_reads_its_own_words_and_of_the_other_only_how_far_it_is(
    seen_by, question, alice, bob
):
    assert "Not begun" in place_of(seen_by(bob), "Science")
    question.answer(belief=SCIENCE, sure="very", change_mind="A sample", by=alice)

    mine, theirs = seen_by(alice), seen_by(bob)
    assert SCIENCE in place_of(mine, "Science")
    assert "A sample" in mine
    assert "Begun" in place_of(theirs, "Science")
    for word in (SCIENCE, "A sample", "Very sure</dd>"):
        assert word not in theirs

    question.make_final(by=alice)
    mine, theirs = seen_by(alice), seen_by(bob)
    assert "Ours is final" in mine
    assert "Final" in place_of(theirs, "Science")
    assert SCIENCE not in theirs
    assert "Waits for engineering" in theirs


def test_what_the_other_side_gets_is_the_same_whatever_was_typed(seen_by, question, alice, bob):
    pages = []
    for words in ("x", SCIENCE * 50):
        question.answer(belief=words, sure="guess" if words == "x" else "", by=alice)
        pages.append(masked(seen_by(bob)))
    assert pages[0] == pages[1]


def masked(page):
    """Without what each answer has of its own: tokens, and the names of its forms."""
    page = re.sub(r'name="(csrfmiddlewaretoken|once)" value="[^"]*"', "", page)
    return re.sub(r'nonce="[^"]*"', "", page)


def test_people_of_no_side_see_the_board_and_write_nothing(seen_by, team, question, alice):
    paula = person("paula")
    team.take_in(paula, discipline=Discipline.PRODUCT, by=alice)
    question.answer(belief=SCIENCE, by=alice)
    page = seen_by(paula)
    assert question.text in page
    assert SCIENCE not in page
    assert "data-answer" not in page


def test_whose_discipline_was_changed_stays_on_the_side_of_the_asking(
    seen_by, team, question, alice, bob
):
    question.answer(belief=ENGINEERING, by=bob)
    team.take_in(bob, discipline=Discipline.SCIENCE, by=alice)
    page = seen_by(bob)
    assert ENGINEERING in place_of(page, "Engineering")
    assert "data-answer" not in place_of(page, "Science")


def test_guests_read_that_nothing_is_shown_and_not_how_much_there_is(
    seen_by, question, alice, bob, gina, use_case
):
    empty = masked(seen_by(gina))
    Question.ask(use_case, text="Real-time?", asked_from="engineering", by=alice)
    both_final(question, alice, bob)
    page = masked(seen_by(gina))
    assert "Nothing of it is shown to you yet" in page
    assert re.sub(r"after=\d+", "", page) == re.sub(r"after=\d+", "", empty)

    question.show(by=bob)
    page = seen_by(gina)
    assert SCIENCE.split()[2] in page
    assert "Real-time?" not in page
    assert "set aside" not in page


def test_strangers_and_admins_find_no_board(client, use_case, question, charlie, root):
    for nobody in (charlie, root):
        client.force_login(nobody)
        assert client.get(f"/use-cases/{use_case.pk}/questions/").status_code == 404
        assert client.post(at(question, "answers"), {"belief": "x"}).status_code == 404


# --- Writing --------------------------------------------------------------------------------------
def sheet_of(user, use_case, question):
    client = Client()
    client.force_login(user)
    forms = standing_forms(client, f"/use-cases/{use_case.pk}/questions/")
    return next(form.sheet for form in forms if form.to == at(question, "answers"))


def test_a_draft_is_saved_and_stands_in_its_form(seen_by, act, use_case, question, alice):
    sheet = sheet_of(alice, use_case, question)
    answer = act(
        alice, at(question, "answers"), **sheet | {"belief": f"\n{SCIENCE}\n", "sure": "guess"}
    )
    assert answer.status_code == 302
    assert answer["Location"].endswith(f"/questions/#question-{question.pk}")
    assert sheet_of(alice, use_case, question)["belief"] == SCIENCE
    assert f'id="sure-{question.pk}-guess" autocomplete="off" checked' in seen_by(alice)


def test_a_script_is_told_what_the_next_save_is_made_from(client, use_case, question, alice):
    client.force_login(alice)
    by_script = {"X-Requested-With": "fetch"}
    first = sheet_of(alice, use_case, question) | {"belief": "One"}
    del first["once"]
    answer = client.post(at(question, "answers"), first, headers=by_script)
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer["X-Made-From"] == sheet_of(alice, use_case, question)["made_from"]
    then = first | {"made_from": answer["X-Made-From"], "belief": "One, and two"}
    assert client.post(at(question, "answers"), then, headers=by_script).status_code == 204
    assert question.own_words(alice).belief == "One, and two"


@pytest.mark.parametrize("by_script", [False, True])
def test_two_who_edit_one_answer_are_shown_both_texts(
    client, team, use_case, question, alice, by_script
):
    dora = person("dora")
    team.take_in(dora, discipline=Discipline.SCIENCE, by=alice)
    question.ask_again(by=alice)
    sheet = sheet_of(dora, use_case, question)
    question.answer(belief="Hers came first", change_mind="Her doubt", by=alice)

    client.force_login(dora)
    headers = {"X-Requested-With": "fetch"} if by_script else {}
    mine = sheet | {"belief": "Mine came second", "change_mind": "My doubt"}
    answer = client.post(at(question, "answers"), mine, headers=headers)
    page = answer.content.decode()
    assert answer.status_code == 409
    for words in ("Hers came first", "Mine came second", "Her doubt", "My doubt", "data-theirs"):
        assert words in page
    assert question.own_words(alice).belief == "Hers came first"


def test_the_other_side_is_never_shown_the_digest_of_a_text(seen_by, question, alice, bob):
    empty = re.findall(r'name="made_from" value="([^"]*)"', seen_by(bob))
    question.answer(belief=SCIENCE, by=alice)
    assert re.findall(r'name="made_from" value="([^"]*)"', seen_by(bob)) == empty


def test_one_click_says_that_a_side_does_not_know(act, seen_by, use_case, question, alice, bob):
    client = Client()
    client.force_login(bob)
    forms = standing_forms(client, f"/use-cases/{use_case.pk}/questions/")
    sheet = next(form.sheet for form in forms if form.to == at(question, "finals"))
    act(bob, at(question, "finals"), **sheet | {"belief": "We don’t know."})
    assert "Ours is final" in seen_by(bob)
    assert question.own_words(bob).belief == "We don’t know."


def test_a_quick_answer_does_not_write_over_what_a_colleague_began(
    act, team, use_case, question, alice
):
    client = Client()
    client.force_login(alice)
    forms = standing_forms(client, f"/use-cases/{use_case.pk}/questions/")
    sheet = next(form.sheet for form in forms if form.to == at(question, "finals"))
    question.answer(belief=SCIENCE, by=alice)
    answer = act(alice, at(question, "finals"), **sheet | {"belief": "Nothing to add."})
    assert answer.status_code == 409
    assert question.own_words(alice).belief == SCIENCE
    assert not Answer.objects.get().is_final


def test_final_and_taken_back(act, seen_by, question, alice):
    act(alice, at(question, "finals"), belief=SCIENCE)
    assert "Take it back" in seen_by(alice)
    answer = act(alice, at(question, "answers"), belief="Something else I typed")
    assert answer.status_code == 409
    assert "Something else I typed" in answer.content.decode()  # nothing typed is lost

    act(alice, at(question, "take-backs"))
    assert "data-answer" in seen_by(alice)


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"belief": ""}, 409),
        ({"belief": "x" * 4001}, 400),
        ({"belief": "x" * 3000, "change_mind": "y" * 2000}, 400),
        ({"belief": "x\x00y"}, 400),
        ({"belief": "x", "sure": "perhaps"}, 400),
    ],
)
def test_what_can_not_be_taken_comes_back_with_its_reason(act, question, alice, fields, status):
    answer = act(alice, at(question, "finals"), **fields)
    page = answer.content.decode()
    assert answer.status_code == status
    assert 'class="errors"' in page or "errorlist" in page
    assert fields["belief"].partition("\x00")[0][:20] in page
    assert not Answer.objects.filter(is_final=True).exists()


def test_who_has_no_side_is_refused_and_keeps_what_they_typed(act, team, question, alice, gina):
    paula = person("paula")
    team.take_in(paula, discipline=Discipline.PRODUCT, by=alice)
    answer = act(paula, at(question, "answers"), belief="As product I think")
    assert answer.status_code == 403
    assert not Answer.objects.exists()
    assert act(gina, at(question, "answers"), belief="x").status_code == 404


def test_an_answer_of_another_installation_is_written_again(
    act, seen_by, question, alice, bob, settings
):
    question.answer(belief=SCIENCE, by=alice)
    question.make_final(by=alice)
    settings.SECRET_KEY = "the secret of another installation, where it is restored"
    sentence = "An answer was sealed on another installation; write it again"
    assert sentence in seen_by(alice)
    assert sentence not in seen_by(bob)
    question.answer(belief=ENGINEERING, by=bob)
    question.make_final(by=bob)
    assert sentence in seen_by(bob)

    act(alice, at(question, "take-backs"))
    page = seen_by(alice)
    assert sentence in page
    assert "data-answer" in place_of(page, "Science")
    act(alice, at(question, "finals"), belief="Written again")
    assert "Written again" in one_line(seen_by(bob)).replace("<mark>", "").replace("</mark>", "")


# --- Open -----------------------------------------------------------------------------------------
def test_both_open_beside_each_other_with_what_differs_marked(seen_by, question, alice, bob, team):
    both_final(question, alice, bob)
    for reader in (alice, bob):
        page = seen_by(reader)
        science, engineering = place_of(page, "Science"), place_of(page, "Engineering")
        assert "From the <mark>probe</mark> on the far side" in science
        assert "From the <mark>archive</mark> on the far side" in engineering
        assert "Fairly sure" in science
        assert "A sample" in science
        assert "We agree" in page
        assert "We see it differently" in page


def test_where_nothing_is_alike_nothing_is_marked(seen_by, question, alice, bob):
    both_final(question, alice, bob, "Somewhere else", "数据在仓库里")
    page = seen_by(alice)
    assert "<mark>" not in page
    assert "Hardly a word in common" in page


def test_each_side_says_with_one_click_how_it_sees_it(act, seen_by, question, alice, bob):
    both_final(question, alice, bob)
    act(alice, at(question, "stances"), stance="agree")
    assert "agrees" in place_of(seen_by(bob), "Science")
    act(bob, at(question, "stances"), stance="differ")
    page = seen_by(alice)
    assert "Seen differently" in page
    assert Decision.objects.get().question == question
    for word in ("", "perhaps"):
        assert act(alice, at(question, "stances"), stance=word).status_code == 302


def test_a_lead_opens_early_after_a_page_that_asks(act, seen_by, question, alice, bob):
    question.answer(belief=SCIENCE, by=alice)
    question.answer(belief=ENGINEERING, by=bob)
    question.make_final(by=alice)
    asked = act(alice, at(question, "reveals"))
    assert "Open now?" in asked.content.decode()
    assert Answer.objects.filter(opened_at=None).count() == 2
    assert "Open now" not in seen_by(bob)
    act(bob, at(question, "reveals"), sure="1")
    assert Answer.objects.filter(opened_at=None).count() == 2

    act(alice, at(question, "reveals"), sure="1")
    page = seen_by(bob)
    assert SCIENCE in page
    assert "Opened early" in page
    assert "We agree" not in page
    assert ENGINEERING not in seen_by(alice)
    act(bob, at(question, "finals"), belief=ENGINEERING)
    assert "written after the other was open" in place_of(seen_by(alice), "Engineering")


def test_it_is_shown_to_the_customer_and_made_internal_again(
    act, seen_by, question, alice, bob, gina
):
    act(bob, at(question, "shows"))
    assert "Nothing of it is shown" in seen_by(gina)
    both_final(question, alice, bob)
    act(bob, at(question, "shows"))
    assert question.text in seen_by(gina)
    act(gina, at(question, "hides"))
    assert question.text in seen_by(gina)
    act(bob, at(question, "hides"))
    assert question.text not in seen_by(gina)


def test_notes_are_added_to_what_is_open_by_guests_where_it_is_shown(
    act, seen_by, question, alice, bob, gina
):
    act(bob, at(question, "notes"), body="Too early")
    both_final(question, alice, bob)
    assert act(gina, at(question, "notes"), body="Not mine to see").status_code == 404
    question.show(by=bob)
    act(gina, at(question, "notes"), body="We have a feed for that")
    assert "We have a feed for that" in seen_by(alice)
    assert [note.body for note in QuestionNote.objects.all()] == ["We have a feed for that"]
    answer = act(bob, at(question, "notes"), body="y" * 1001)
    assert answer.status_code == 400
    assert "y" * 1001 in answer.content.decode()


def test_asked_again_the_earlier_round_stands_below(act, seen_by, question, alice, bob, gina):
    both_final(question, alice, bob)
    act(bob, at(question, "rounds"), is_sealed="on")
    page = seen_by(alice)
    assert "Earlier rounds" in page
    assert "probe" in page
    assert "round 2" in page
    assert "data-answer" in place_of(page, "Science")


def test_one_more_is_asked_reworded_and_set_aside(act, seen_by, use_case, alice, bob):
    address = f"/use-cases/{use_case.pk}/questions/new/"
    words = {"text": "Who is called at night?", "asked_from": "engineering"}
    act(bob, address, **words, answer_by="2030-01-02")
    question = Question.objects.get()
    assert "without a seal" in seen_by(alice)
    act(bob, at(question, "rewordings"), text="Who is called at three?")
    assert "Who is called at three?" in seen_by(alice)
    assert act(bob, at(question, "asides"), reason="").status_code == 400
    act(bob, at(question, "asides"), reason="Nobody is")
    page = seen_by(alice)
    assert "1 set aside" in page
    assert "Nobody is" in page
    assert act(bob, address, text="", asked_from="product").status_code == 400


def test_an_open_question_is_read_along(act, seen_by, use_case, alice, bob):
    question = Question.ask(
        use_case, text="Real-time?", asked_from="engineering", is_sealed=False, by=alice
    )
    question.answer(belief="Minutes do", by=alice)
    assert "Minutes do" in place_of(seen_by(bob), "Science")


def test_a_closed_project_shows_its_board_and_no_forms(seen_by, apollo, question, alice, bob):
    both_final(question, alice, bob)
    apollo.enter("finished", by=alice)
    page = seen_by(alice)
    assert "probe" in page
    assert "We agree" not in page
    assert "Ask one more" not in page


# --- The big screen -------------------------------------------------------------------------------
def test_the_big_screen_shows_no_unrevealed_word_not_even_to_its_side(
    seen_by, question, alice, bob
):
    question.answer(belief=SCIENCE, by=alice)
    page = seen_by(alice, "meeting/")
    assert "Begun" in page
    assert SCIENCE not in page
    assert "<textarea" not in page
    question.make_final(by=alice)
    assert SCIENCE not in seen_by(alice, "meeting/")
    question.answer(belief=ENGINEERING, by=bob)
    question.make_final(by=bob)
    page = seen_by(bob, "meeting/")
    assert "From the <mark>probe</mark>" in page
    assert "We agree" in page


def test_a_lead_opens_all_that_are_ready_from_there(act, seen_by, use_case, question, alice, bob):
    question.answer(belief=SCIENCE, by=alice)
    question.make_final(by=alice)
    address = f"/use-cases/{use_case.pk}/questions/reveals/"
    assert "Open all that are ready (1)" in seen_by(alice, "meeting/")
    assert "Open all" not in seen_by(bob, "meeting/")
    assert "Open all that are ready?" in act(alice, address).content.decode()
    act(bob, address, sure="1")
    assert question.own_words(alice).belief not in seen_by(bob)
    act(alice, address, sure="1")
    assert SCIENCE in seen_by(bob, "meeting/")
    assert act(alice, address, sure="1").status_code == 302  # nothing is left to open


def test_guests_have_no_meeting_view(client, use_case, question, gina):
    client.force_login(gina)
    assert client.get(f"/use-cases/{use_case.pk}/questions/meeting/").status_code == 403


# --- The team's set -------------------------------------------------------------------------------
def test_a_lead_edits_what_later_use_cases_begin_with(client, team, alice, bob):
    client.force_login(alice)
    [form] = [
        one for one in standing_forms(client, "/teams/orbit/questions/") if "science" in one.sheet
    ]
    assert form.sheet["science"].splitlines() == [one.text for one in DEFAULT[:3]]
    new = {"science": "Why?\n\n  Why not?  \nWhy?", "engineering": ""}
    assert client.post("/teams/orbit/questions/", form.sheet | new).status_code == 302
    starters = [tuple(one) for one in QuestionSet.objects.get().starters]
    assert starters == [("science", "Why?"), ("science", "Why not?")]
    for wrong in (
        {"science": ""},
        {"science": "x" * 301},
        {"science": "\n".join(map(str, range(41)))},
    ):
        answer = client.post("/teams/orbit/questions/", {"engineering": ""} | wrong)
        assert answer.status_code in (400, 409)
    client.force_login(bob)
    assert client.get("/teams/orbit/questions/").status_code == 403
    assert client.post("/teams/orbit/questions/", new).status_code == 403


def test_a_team_s_page_leads_its_lead_there(client, team, alice, bob):
    for user, there in ((alice, True), (bob, False)):
        client.force_login(user)
        page = client.get("/teams/orbit/").content.decode()
        assert ("/teams/orbit/questions/" in page) == there


# --- On the project's page ------------------------------------------------------------------------
def test_the_project_says_in_a_few_words_how_far_the_questions_are(
    client, use_case, alice, bob, gina
):
    def said(user=alice):
        client.force_login(user)
        page = client.get("/projects/AP/").content.decode()
        found = re.search(r'class="case-questions">(.*?)</p>', page)
        assert found
        return re.sub(r"<[^>]+>", " ", found[1]).split("” ")[-1].strip()

    assert said() == "not begun"
    questions = Question.begin(use_case, [0, 3], by=alice)
    assert said() == "2 of 2 questions need science, 2 engineering"
    for number in (0, 3):
        questions[number].answer(belief="x", by=alice)
        questions[number].make_final(by=alice)
    assert said() == "2 of 2 questions need engineering"
    for number in (0, 3):
        questions[number].answer(belief="x", by=bob)
        questions[number].make_final(by=bob)
    assert said() == "all open"
    assert "open" not in said(gina)
    assert "questions" not in said(gina)


def test_a_new_round_needs_both_sides_again(client, use_case, question, alice, bob):
    both_final(question, alice, bob)
    question.ask_again(by=alice)
    client.force_login(alice)
    assert (
        "1 of 1 question needs science, 1 engineering"
        in client.get("/projects/AP/").content.decode()
    )


# --- What it costs --------------------------------------------------------------------------------
@pytest.mark.parametrize("path", ["", "meeting/"])
def test_budget(client, use_case, alice, bob, path):
    client.force_login(alice)
    name = "page meeting" if path else "page questions"

    def grow(number=6):
        for place in range(number):
            question = Question.ask(use_case, text=f"Why {place}?", asked_from="science", by=alice)
            both_final(question, alice, bob)
            QuestionNote.add(question, body="A note", by=bob)
            question.take_stance("differ" if place % 2 else "agree", by=alice)
            question.ask_again(by=alice)
            question.answer(belief="Anew", by=alice)

    grow(2)
    assert_budget(name, lambda: client.get(f"/use-cases/{use_case.pk}/questions/{path}"), grow)


def test_somebody_who_left_reads_no_board(client, team, use_case, question, alice, bob):
    team.let_go(bob, by=alice)
    client.force_login(bob)
    assert client.get(f"/use-cases/{use_case.pk}/questions/").status_code == 404


def test_a_lead_who_turned_guest_reads_what_is_shown_alone(
    seen_by, team, question, alice, bob, root
):
    question.answer(belief=ENGINEERING, by=bob)
    team.take_in(bob, discipline=Discipline.ENGINEERING, role=Role.GUEST, by=root)
    page = seen_by(bob)
    assert ENGINEERING not in page
    assert question.text not in page


def test_what_is_kept_of_a_drawn_row_holds_no_word_and_no_token(seen_by, question, alice, bob):
    question.answer(belief=SCIENCE, change_mind="A sample", by=alice)
    page = seen_by(alice)
    assert SCIENCE in page
    both_final(question, alice, bob)
    seen_by(bob)
    assert PATTERNS
    kept = "".join(part for one in PATTERNS.values() for part in one.parts)
    token = re.findall(r'name="(?:csrfmiddlewaretoken|once)" value="([^"]*)"', page)
    for words in (SCIENCE, ENGINEERING, "A sample", question.text, *token):
        assert words not in kept


def test_a_kept_row_is_the_same_as_one_that_is_drawn_anew(seen_by, question, alice, bob):
    question.answer(belief=SCIENCE, by=alice)
    pages = []
    for _ in range(2):
        pages.append(masked(seen_by(alice)))
    PATTERNS.clear()
    pages.append(masked(seen_by(alice)))
    assert pages[0] == pages[1] == pages[2]
    assert seen_by(alice).count('name="once"') == seen_by(alice).count("csrfmiddlewaretoken")
