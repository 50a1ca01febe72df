"""A session that is gone takes nobody's words with it and is never taken for success."""

import pytest
from django.test import Client

from tests.web.addresses import PAGES
from tests.web.forms import Forms, forms_of
from tests.web.test_every_page import OPEN
from tests.world import PASSWORD
from web import limits
from web.interrupted_act import MOST_KEPT

WORDS = "Three hours' work & <more>"


@pytest.fixture(autouse=True)
def fresh_count():
    """Other tests sign in from the same address."""
    limits.forget_all()


@pytest.mark.parametrize("header", ["HX-Request", "X-Requested-With"])
def test_a_script_is_told_so_in_a_sentence(client, names, header):
    for name in sorted(PAGES.keys() - OPEN - {"sign_out"}):
        answer = client.post(names(name), {"body": WORDS}, headers={header: "fetch"})
        assert answer.status_code in (401, 405), name
        if answer.status_code == 401:
            assert b"You are signed out" in answer.content
            assert b"<" not in answer.content


def test_a_form_gives_its_words_back_but_no_password(client, names):
    sheet = {"body": WORDS, "password": "s3cret", "old_password": "s3cret"}
    for name in sorted(PAGES.keys() - OPEN - {"sign_out"}):
        answer = client.post(names(name), sheet)
        assert answer.status_code in (401, 405), name
        if answer.status_code == 401:
            page = answer.content.decode()
            assert "Three hours&#x27; work &amp; &lt;more&gt;" in page, name
            assert "s3cret" not in page


def test_the_way_back_leads_to_this_host_only(client, names):
    for referer, back in (("http://evil.example/x", "/"), ("http://testserver/me/?a=1", "/me/")):
        answer = client.post("/me/", {"name": "x"}, headers={"Referer": referer})
        assert f'name="next" value="{back}' in answer.content.decode()


def test_a_token_that_fits_no_more_gives_the_words_back(db):
    answer = Client(enforce_csrf_checks=True).post("/me/", {"name": WORDS})

    assert answer.status_code == 403
    assert "Three hours&#x27; work" in answer.content.decode()


ORIGIN = {"Origin": "http://testserver"}


@pytest.fixture
def browser():
    return Client(enforce_csrf_checks=True)


def form_on(answer, ending):
    reader = Forms("")
    reader.feed(answer.content.decode())
    return next(form["fields"] for form in reader.found if form["to"].endswith(ending))


def comment_form(client, words=WORDS):
    sent = next(
        form for to, form in forms_of(client, "/stories/AP-1/") if to.endswith("/comments/")
    )
    return sent | {"body": words}


def send_without_session(browser, person):
    """Write a comment on a page, and send it when the session has gone."""
    browser.force_login(person)
    sheet = comment_form(browser)
    del browser.cookies["sessionid"]
    return browser.post("/stories/AP-1/comments/", sheet, headers=ORIGIN)


def sign_in_from(browser, answer, person, password=PASSWORD):
    sheet = form_on(answer, "/sign-in/") | {"username": person.email, "password": password}
    return browser.post("/sign-in/", sheet, headers=ORIGIN)


def test_after_the_sign_in_one_button_does_what_was_about_to_be_done(browser, story, alice):
    gone = send_without_session(browser, alice)
    assert gone.status_code == 401
    wrong = sign_in_from(browser, gone, alice, "wrong")
    assert "Three hours&#x27; work" in wrong.content.decode()
    page = sign_in_from(browser, wrong, alice)
    assert story.comments.count() == 0  # nothing happens by itself

    sheet = form_on(page, "/comments/")
    answers = [browser.post("/stories/AP-1/comments/", sheet, headers=ORIGIN) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert [comment.body for comment in story.comments.all()] == [WORDS]


def test_somebody_else_who_signs_in_sends_nothing_and_sees_the_words(browser, story, alice, bob):
    answer = sign_in_from(browser, send_without_session(browser, alice), bob)
    page = answer.content.decode()
    assert "made for somebody else" in page
    assert "Three hours&#x27; work" in page
    assert 'action="/stories/AP-1/comments/"' not in page


def test_who_came_in_by_another_window_goes_on_too(browser, story, alice):
    gone = send_without_session(browser, alice)
    browser.force_login(alice)
    page = sign_in_from(browser, gone, alice)
    assert form_on(page, "/comments/")["body"] == WORDS


def test_a_page_older_than_the_sign_in_may_be_sent_again_by_its_own_person(browser, story, alice):
    browser.force_login(alice)
    sheet = comment_form(browser)
    browser.cookies["csrftoken"] = "x" * 32
    page = browser.post("/stories/AP-1/comments/", sheet, headers=ORIGIN)
    assert page.status_code == 403
    browser.post("/stories/AP-1/comments/", form_on(page, "/comments/"), headers=ORIGIN)
    assert story.comments.count() == 1


@pytest.mark.parametrize("headers", [{}, {"Origin": "http://evil.example"}, {"Origin": "null"}])
def test_a_strangers_page_gets_no_button_to_press(browser, story, alice, headers):
    gone = send_without_session(browser, alice)
    carried = form_on(gone, "/sign-in/")["unfinished"]
    browser.force_login(alice)
    sheet = comment_form(browser) | {"csrfmiddlewaretoken": "forged", "unfinished": carried}
    for path in ("/stories/AP-1/comments/", "/sign-in/"):
        page = browser.post(path, sheet, headers=headers)
        assert page.status_code == 403
        assert "Go on where you were" not in page.content.decode()


@pytest.mark.parametrize("carried", ["x", "a:b:c", "\x00", ""])
def test_an_act_that_we_did_not_sign_is_none(client, alice, carried):
    sheet = {"username": alice.email, "password": PASSWORD, "unfinished": carried}
    assert client.post("/sign-in/", sheet).status_code == 302


def test_too_long_an_act_is_given_back_to_read(client, alice):
    answer = client.post("/stories/AP-1/comments/", {"body": "x" * (MOST_KEPT + 1)})
    page = answer.content.decode()
    assert answer.status_code == 401
    assert "x" * 1000 in page
    assert "unfinished" not in page


HERE = "/sign-in/here/"
BY_SCRIPT = {"X-Requested-With": "fetch"}


def test_the_way_in_over_a_page_gives_the_token_to_go_on_with(browser, story, alice, bob):
    part = browser.get(f"{HERE}?person={alice.pk}", headers=BY_SCRIPT)
    sheet = form_on(part, HERE) | {"username": alice.email, "password": "wrong"}
    wrong = browser.post(HERE, sheet, headers=BY_SCRIPT)
    assert wrong.status_code == 400
    assert "belong together" in wrong.content.decode()
    sheet = form_on(wrong, HERE) | {"username": alice.email, "password": PASSWORD}
    token = browser.post(HERE, sheet, headers=BY_SCRIPT).json()["token"]
    assert browser.get(f"{HERE}?person={alice.pk}", headers=BY_SCRIPT).json()["token"]

    sheet = comment_form(browser) | {"csrfmiddlewaretoken": token}
    browser.post("/stories/AP-1/comments/", sheet)
    assert story.comments.count() == 1
    other = browser.get(f"{HERE}?person={bob.pk}", headers=BY_SCRIPT)
    assert other.status_code == 409
    assert "made for somebody else" in other.content.decode()


def test_the_way_in_over_a_page_has_the_limits_of_the_other(client, alice):
    sheet = {"username": alice.email, "password": "wrong", "person": alice.pk}
    statuses = [client.post(HERE, sheet, headers=BY_SCRIPT).status_code for _ in range(11)]
    assert statuses == [400] * 10 + [429]
    assert client.get(HERE).headers["Location"] == "/sign-in/"
    limits.forget_all()


def test_every_form_of_a_page_says_for_whom_it_was_made(client, names, alice):
    client.force_login(alice)
    for name in sorted(PAGES.keys() - OPEN - {"sign_out"}):
        for to, sent in forms_of(client, names(name)):
            assert sent.get("once", "").endswith(f".{alice.pk}"), (name, to)


def test_what_was_chosen_is_told_by_its_name_to_whoever_may_know_it(
    browser, next_sprint, doing, story, alice, bob, charlie
):
    acts = {
        "assignments": ({"owner": bob.pk}, "Bob"),
        "plans": ({"sprint": next_sprint.pk}, "Sprint 2"),
        "moves": ({"column": doing.pk}, str(doing)),
        "kinds": ({"kind": "experiment"}, "Experiment"),
    }
    for path, (choice, said) in acts.items():
        browser.force_login(alice)
        sent = next(form for to, form in forms_of(browser, "/stories/AP-1/") if path in to)
        browser.cookies.pop("sessionid", None)
        gone = browser.post(f"/stories/AP-1/{path}/", sent | choice, headers=ORIGIN)
        raw = str(*choice.values())
        if raw.isdecimal():
            assert f">{raw}</textarea>" not in gone.content.decode()
            assert f">{said}</textarea>" not in gone.content.decode()
        page = sign_in_from(browser, gone, alice).content.decode()
        assert f">{said}</textarea>" in page
        browser.cookies.pop("sessionid", None)
        if raw.isdecimal():
            page = sign_in_from(browser, gone, charlie).content.decode()
            assert f">{said}</textarea>" not in page
        browser.cookies.pop("sessionid", None)
