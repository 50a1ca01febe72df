"""The project report in the browser and over the API: what is shared, and nothing else."""

import pytest


def test_an_empty_project_says_honestly_what_is_not_there(client, gina, apollo):
    client.force_login(gina)
    text = client.get("/projects/AP/brief/").content.decode()
    for sentence in (
        "The goal isn’t written yet.",
        "No use case was distilled from it yet.",
        "There is no charter yet",
        "No question or decision has been shown to the customer yet.",
        "Nothing has been tested to its end yet.",
        "Nothing is in use yet.",
        "No measure of success was agreed on yet.",
        "Nothing is planned that isn’t done.",
        "There is no forecast",
    ):
        assert sentence in text, sentence


def test_the_api_says_the_same(api, gina, apollo):
    told = api(gina).get("projects/AP/brief/").json()
    assert told["key"] == "AP"
    assert told["charter"] is None
