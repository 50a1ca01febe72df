"""Solutions on pages: lead, member, guest and stranger, by forms that need no script."""

from datetime import timedelta

import pytest
from django.test import Client

from base import clock
from base.roles import Discipline
from solutions.models import Solution
from solutions.models.stage import marks_of
from tests.budgets import assert_budget
from tests.present import present
from tests.solutions.fit import NOT_BEGUN

LEARNED = "Radar is blind above water."
BOARD = "/projects/AP/solutions/"


def now_read():
    return Solution.objects.with_stage().get()


@pytest.fixture
def read(solution):
    def page(user, path="", status=200):
        client = Client()
        client.force_login(user)
        whole = path if path.startswith("/") else f"/solutions/{solution.pk}/{path}"
        answer = client.get(whole)
        assert answer.status_code == status
        return answer.content.decode()

    return page


@pytest.fixture
def act(solution):
    def send(user, path, **fields):
        client = Client()
        client.force_login(user)
        whole = path if path.startswith("/") else f"/solutions/{solution.pk}/{path}/"
        return client.post(whole, fields)

    return send


# --- The board ------------------------------------------------------------------------------------
def test_an_empty_board_says_what_the_method_asks_for(client, apollo, alice, gina):
    client.force_login(alice)
    told = client.get(BOARD).content.decode()
    assert "Sketch what may answer a use case" in told
    assert "Sketch the first one" in told
    client.force_login(gina)
    assert "the team's own until it shows them to you" in client.get(BOARD).content.decode()
    apollo.enter("finished", by=alice)
    client.force_login(alice)
    assert "no solutions on record" in client.get(BOARD).content.decode()


def test_the_board_shows_each_at_its_stage_with_its_age(read, apollo, solution, alice):
    old = Solution.sketch(apollo, name="Orbiter", kind="platform", by=alice)
    told = read(alice, BOARD)
    for words in ("Orbiter", "Lander", "since today", "In the wild", "Proven", "Live"):
        assert words in told
    assert "nobody from engineering looks after it" in told
    assert "Dropped" not in told
    for days, words in ((1, "1 day<"), (12, "12 days<")):
        with clock.at(clock.now() + timedelta(days=days)):
            assert words in read(alice, BOARD)
    old.drop(LEARNED, by=alice)
    assert LEARNED in read(alice, BOARD)
    assert "Dropped" in read(alice, BOARD)


def test_the_board_of_guests_has_what_was_shown_to_them(read, solution, alice, gina, charlie):
    assert "Lander" not in read(gina, BOARD)
    solution.show(by=alice)
    assert "Lander" in read(gina, BOARD)
    read(charlie, BOARD, status=404)


def test_a_board_costs_the_same_with_two_hundred(client, solution, apollo, alice, bob):
    def grow():
        for number in range(199):
            Solution.sketch(apollo, name=f"S{number}", kind="model", science_keeper=alice, by=alice)

    client.force_login(bob)
    assert_budget("page solutions", lambda: client.get(BOARD), grow)


# --- New ------------------------------------------------------------------------------------------
def test_a_member_sketches_by_a_form(act, read, use_case, alice, bob, gina):
    asked = read(bob, f"{BOARD}new/?use_case={use_case.pk}")
    assert f'value="{use_case.pk}"' in asked
    assert "checked" in asked
    answer = act(
        bob,
        f"{BOARD}new/",
        name="Orbiter",
        kind="service",
        does="Circles.",
        use_cases=[use_case.pk],
        science_keeper=alice.pk,
        engineering_keeper=bob.pk,
    )
    made = Solution.objects.get(name="Orbiter")
    assert (answer.status_code, answer["Location"]) == (302, made.address)
    assert (made.kind, made.does, made.engineering_keeper) == ("service", "Circles.", bob)
    refused = act(bob, f"{BOARD}new/", name="", kind="rocket")
    assert refused.status_code == 400
    read(gina, f"{BOARD}new/", status=403)
    assert act(gina, f"{BOARD}new/", name="X", kind="model").status_code == 403


# --- The passport ---------------------------------------------------------------------------------
def test_the_passport_tells_stage_and_marks_first(read, solution, story, team, alice, bob):
    solution.link("Code", "https://git.example.org/lander", by=alice)
    solution.link_story(story, by=alice)
    team.let_go(bob, by=alice)
    told = read(alice)
    places = [
        told.index(words)
        for words in (
            "Sketched",
            "Nobody from engineering looks after it",
            "Engineering hasn’t looked at this",
            "Looked after by",
            "Predicts the height",
            "The last mile",
            "Docking",
            "Land softly",
            "https://git.example.org/lander",
            story.title,
            'id="files"',
            "sketched the solution",
        )
    ]
    assert places == sorted(places)
    assert "doesn’t work in engineering here any more" in told


def test_a_guest_reads_what_was_shown_and_changes_nothing(read, act, solution, alice, gina):
    read(gina, status=404)
    solution.show(by=alice)
    told = read(gina)
    assert "Predicts the height" in told
    assert "sketched the solution" not in told  # the history of what was internal stays so
    assert "hasn’t looked" not in told
    assert 'method="post" action="/solutions/' not in told
    read(gina, "words/", status=403)
    assert act(gina, "words", kind="model", does="Mine").status_code == 403
    assert act(gina, "looks", words_hash=solution.words_hash).status_code == 403


def test_strangers_find_no_solution(read, act, solution, charlie):
    solution.show(by=solution.science_keeper)
    read(charlie, status=404)
    assert act(charlie, "words", does="Mine").status_code == 404


# --- Edits ----------------------------------------------------------------------------------------
def test_words_are_edited_by_forms(read, act, solution, hypothesis, use_case, bob):
    assert "Predicts the height" in read(bob, "words/")
    assert act(bob, "name", name="Eagle").status_code == 302
    words = {"kind": "service", "does": "Measures.", "meant_for": "", "not_for": ""}
    assert act(bob, "words", **words).status_code == 302
    assert act(bob, "served", hypotheses=[hypothesis.pk]).status_code == 302
    made = Solution.objects.get()
    assert (made.name, made.kind, made.does, made.meant_for) == (
        "Eagle",
        "service",
        "Measures.",
        "",
    )
    assert list(made.hypotheses.all()) == [hypothesis]
    assert not made.use_cases.exists()
    assert act(bob, "name", name="x" * 121).status_code == 400
    assert act(bob, "served", use_cases=[999999]).status_code == 400


def test_keepers_are_named_by_a_form(read, act, solution, team, alice, bob):
    told = read(bob, "keepers/")
    assert ">Alice</option>" in told
    assert act(bob, "keepers", engineering_keeper="").status_code == 302
    assert Solution.objects.get().engineering_keeper is None
    assert act(bob, "keepers", science_keeper=bob.pk).status_code == 400  # of engineering
    assert act(bob, "keepers", engineering_keeper=bob.pk).status_code == 302
    assert marks_of(now_read()).missing == ["nobody from science looks after it", NOT_BEGUN]


def test_links_are_added_and_taken_away(act, read, solution, bob):
    assert act(bob, "links", label="Code", address="http://x.example.org").status_code == 400
    assert act(bob, "links", label="Code", address="https://x.example.org").status_code == 302
    link = present(solution.links.first())
    assert "https://x.example.org" in read(bob)
    assert act(bob, "link-ends", link=link.pk).status_code == 302
    assert act(bob, "link-ends", link=link.pk).status_code == 302
    assert "https://x.example.org" not in read(bob)


def test_stories_are_linked_by_their_key_and_named_on_both_pages(
    act, read, solution, story, alice, bob, gina
):
    assert act(bob, "stories", story="AP-999").status_code == 400
    assert act(bob, "stories", story=story.key.lower()).status_code == 302
    assert story.key in read(bob)
    assert "Lander" in read(bob, f"/stories/{story.key}/")
    assert "Lander" not in read(gina, f"/stories/{story.key}/")
    solution.show(by=alice)
    assert "Lander" in read(gina, f"/stories/{story.key}/")
    assert act(bob, "story-ends", story=story.key).status_code == 302
    assert "Lander" not in read(bob, f"/stories/{story.key}/").split("<main")[1].split("History")[0]


def test_the_other_side_clicks_seen(read, act, solution, team, alice, bob):
    assert ">Seen" in read(bob)
    assert ">Seen" not in read(alice)  # she wrote it
    assert act(bob, "looks", words_hash="0" * 64).status_code == 409
    assert act(bob, "looks", words_hash=solution.words_hash).status_code == 302
    assert ">Seen" not in read(bob)
    assert "hasn’t looked" not in read(alice)
    team.take_in(bob, discipline=Discipline.PRODUCT, by=alice)
    assert act(bob, "looks", words_hash=solution.words_hash).status_code == 403


# --- The end --------------------------------------------------------------------------------------
@pytest.mark.parametrize(("path", "word"), [("drops", "Dropped"), ("retirements", "Retired")])
def test_a_lead_ends_it_with_a_reason_and_takes_it_up_again(read, act, alice, bob, path, word):
    read(bob, f"{path}/", status=403)
    assert act(bob, path, learned=LEARNED).status_code == 403
    assert "What was learned" in read(alice, f"{path}/")
    assert act(alice, path, learned="Short").status_code == 400
    assert act(alice, path, learned=LEARNED).status_code == 302
    told = read(alice)
    assert word in told
    assert LEARNED in told
    assert "Take up again" in told
    assert "Take up again" not in read(bob)
    assert act(alice, "name", name="Eagle").status_code == 409
    assert act(bob, "resumptions").status_code == 403
    assert act(alice, "resumptions").status_code == 302
    assert "Sketched" in read(alice)


def test_showing_and_making_internal(read, act, bob, gina):
    assert "Show to the customer" in read(bob)
    assert act(bob, "shows").status_code == 302
    assert "Make internal" in read(bob)
    read(gina)
    assert act(bob, "hides").status_code == 302
    read(gina, status=404)


def test_it_holds_files(act, solution, media, bob):
    from django.core.files.base import ContentFile

    from files.models import Attachment

    Attachment.attach(solution, ContentFile(b"a,b\n", "errors.csv"), by=bob)
    client = Client()
    client.force_login(bob)
    assert "errors.csv" in client.get(solution.address).content.decode()


# --- The project's page ---------------------------------------------------------------------------
def test_the_project_leads_to_its_solutions(read, solution, alice, gina):
    told = read(alice, "/projects/AP/")
    assert "Lander" in told
    assert BOARD in told
    assert "Lander" not in read(gina, "/projects/AP/")
    solution.drop(LEARNED, by=alice)
    told = read(alice, "/projects/AP/").split('id="solutions"')[1]
    assert "Sketch what may answer a use case while it is being designed" in told


def test_a_passport_costs_what_it_costs(client, solution, stories, alice):
    def grow():
        for story in stories[1:]:
            solution.link_story(story, by=alice)
        for number in range(4):
            solution.link("Code", f"https://git.example.org/{number}", by=alice)

    client.force_login(alice)
    solution.link_story(stories[0], by=alice)
    assert_budget("page solution", lambda: client.get(solution.address), grow)
