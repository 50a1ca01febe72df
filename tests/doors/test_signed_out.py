"""A session that is gone takes nobody's words with it and is never taken for success."""

import pytest
from django.test import Client

from tests.doors.addresses import PAGES
from tests.doors.test_every_page import OPEN

WORDS = "Three hours' work & <more>"


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
        assert f"?next={back.replace('/', '%2F')}" in answer.content.decode()


def test_a_token_that_fits_no_more_gives_the_words_back(db):
    answer = Client(enforce_csrf_checks=True).post("/me/", {"name": WORDS})

    assert answer.status_code == 403
    assert "Three hours&#x27; work" in answer.content.decode()
