"""What people do with a solution: it does it, refuses, repeats safely, records."""

import pytest
from django.core.exceptions import ValidationError

from base.roles import Discipline, Role
from history.models import Event, OldText
from projects.models import Hypothesis, UseCase
from projects.refusals import ProjectClosed, SeenBySides
from solutions.models import Look, Solution, SolutionLink, SolutionStory
from solutions.refusals import (
    KeeperOfOtherDiscipline,
    KeptByOnePerson,
    NothingLearned,
    ServesDropped,
    ServesElsewhere,
    SolutionEditedSince,
    SolutionEnded,
    SolutionLinkedAlready,
    SolutionLinkUnsafe,
    SolutionOfLeads,
    SolutionWithoutName,
    StoryOfAnotherProject,
    TooManySolutionLinks,
)
from stories.models import Story
from teams.refusals import NotInTheTeam, RoleTooLow

LEARNED = "Radar is blind above water."


def lines(verb):
    return Event.objects.filter(verb=verb).order_by("pk")


# --- Sketch ---------------------------------------------------------------------------------------
def test_a_sketch_says_what_it_is_and_who_looks_after_it(solution, use_case, alice, bob):
    [line] = lines("solution_sketched")
    assert line.details == {
        "solution": solution.pk,
        "name": "Lander",
        "kind": "model",
        "does": "Predicts the height above the ground.",
        "meant_for": "The last mile",
        "not_for": "Docking",
        "serves": {"use_cases": [use_case.pk], "hypotheses": []},
        "science_keeper": alice.pk,
        "engineering_keeper": bob.pk,
    }
    assert line.is_internal
    assert list(solution.use_cases.all()) == [use_case]


def test_a_sketch_needs_a_name_and_a_kind_alone(apollo, alice):
    bare = Solution.sketch(apollo, name=" Lander ", kind="pipeline", by=alice)
    assert bare.name == "Lander"
    with pytest.raises(SolutionWithoutName):
        Solution.sketch(apollo, name=" ", kind="pipeline", by=alice)
    with pytest.raises(ValidationError):
        Solution.sketch(apollo, name="Lander", kind="rocket", by=alice)
    with pytest.raises(ValidationError):
        Solution.sketch(apollo, name="L" * 121, kind="model", by=alice)


def test_guests_and_strangers_sketch_nothing(apollo, gina, charlie):
    with pytest.raises(RoleTooLow):
        Solution.sketch(apollo, name="Lander", kind="model", by=gina)
    with pytest.raises(NotInTheTeam):
        Solution.sketch(apollo, name="Lander", kind="model", by=charlie)


def test_a_sketch_serves_what_stands_in_its_project(apollo, use_case, elsewhere, alice, charlie):
    far = UseCase.distil(elsewhere, title="Far", by=charlie)
    with pytest.raises(ServesElsewhere):
        Solution.sketch(apollo, name="L", kind="model", use_cases=[far], by=alice)
    use_case.drop(by=alice)
    with pytest.raises(ServesDropped):
        Solution.sketch(apollo, name="L", kind="model", use_cases=[use_case], by=alice)


# --- Words ----------------------------------------------------------------------------------------
def test_a_name_is_changed_and_kept(solution, bob):
    solution.rename("Eagle", by=bob)
    solution.rename("Eagle", by=bob)
    [line] = lines("solution_renamed")
    assert line.details == {
        "solution": solution.pk,
        "was": {"name": "Lander"},
        "now": {"name": "Eagle"},
    }
    assert OldText.objects.get(event=line).text == "Lander"
    with pytest.raises(SolutionWithoutName):
        solution.rename("", by=bob)


def test_words_are_said_anew_and_those_that_arent_given_stay(solution, bob):
    solution.describe(does="Measures it.", by=bob)
    solution.describe(does=" Measures it. ", by=bob)
    [line] = lines("solution_described")
    assert line.details["was"] == {"does": "Predicts the height above the ground."}
    assert line.details["now"] == {"does": "Measures it."}
    assert line.details["words_hash"] == solution.words_hash
    assert OldText.objects.get(event=line).field == "does"
    assert Solution.objects.get().meant_for == "The last mile"
    with pytest.raises(ValidationError):
        solution.describe(does="x" * 2001, by=bob)
    with pytest.raises(ValidationError):
        solution.describe(kind="rocket", by=bob)


def test_what_it_serves_is_said_anew(solution, use_case, hypothesis, bob):
    solution.serve(hypotheses=[hypothesis], by=bob)
    solution.serve(hypotheses=[hypothesis], by=bob)
    solution.serve(use_cases=[], by=bob)
    first, second = lines("solution_served")
    assert first.details["was"] == {"hypotheses": []}
    assert first.details["now"] == {"hypotheses": [hypothesis.pk]}
    assert second.details["now"] == {"use_cases": []}
    assert list(solution.hypotheses.all()) == [hypothesis]
    assert not solution.use_cases.exists()


def test_it_serves_nothing_of_another_project_nor_what_was_dropped(
    solution, use_case, apollo, elsewhere, alice, charlie
):
    far = UseCase.distil(elsewhere, title="Far", by=charlie)
    with pytest.raises(ServesElsewhere):
        solution.serve(use_cases=[use_case, far], by=alice)
    late = UseCase.distil(apollo, title="Late", by=alice)
    late.drop(by=alice)
    with pytest.raises(ServesDropped):
        solution.serve(use_cases=[use_case, late], by=alice)
    use_case.drop(by=alice)
    solution.serve(use_cases=[use_case], by=alice)  # what it served before stays


# --- Keepers --------------------------------------------------------------------------------------
def test_keepers_are_named_one_by_one(solution, alice, bob):
    solution.name_keepers(engineering_keeper=None, by=bob)
    solution.name_keepers(engineering_keeper=None, by=bob)
    solution.name_keepers(science_keeper=alice, engineering_keeper=bob, by=bob)
    first, second = lines("solution_keepers_named")
    assert first.details["was"] == {"engineering_keeper": bob.pk}
    assert first.details["now"] == {"engineering_keeper": None}
    assert second.details["now"] == {"engineering_keeper": bob.pk}


def test_a_keeper_works_there_in_that_discipline(solution, team, alice, bob, gina, charlie):
    for name, user in (
        ("science_keeper", bob),
        ("science_keeper", charlie),
        ("engineering_keeper", gina),
    ):
        with pytest.raises((KeeperOfOtherDiscipline, KeptByOnePerson)):
            solution.name_keepers(**{name: user}, by=alice)
    solution.name_keepers(engineering_keeper=None, by=alice)
    with pytest.raises(KeeperOfOtherDiscipline):
        solution.name_keepers(engineering_keeper=alice, science_keeper=None, by=alice)
    team.take_in(bob, discipline=Discipline.ENGINEERING, role=Role.GUEST, by=alice)
    with pytest.raises(KeeperOfOtherDiscipline):
        solution.name_keepers(engineering_keeper=bob, by=alice)


def test_two_people_look_after_it(solution, team, alice, bob):
    team.take_in(bob, discipline=Discipline.SCIENCE, by=alice)
    with pytest.raises(KeptByOnePerson):
        solution.name_keepers(science_keeper=bob, by=alice)
    solution.name_keepers(science_keeper=bob, engineering_keeper=None, by=alice)


# --- Links ----------------------------------------------------------------------------------------
def test_a_link_is_made_once_and_taken_away(solution, bob):
    link = solution.link(" Code ", "https://git.example.org/lander", by=bob)
    assert solution.link("Code", "https://git.example.org/lander", by=bob) == link
    with pytest.raises(SolutionLinkedAlready):
        solution.link("Other", "https://git.example.org/lander", by=bob)
    solution.unlink(link.pk, by=bob)
    solution.unlink(link.pk, by=bob)
    assert [line.verb for line in Event.objects.order_by("-pk")[:2]] == [
        "solution_unlinked",
        "solution_linked",
    ]
    assert not SolutionLink.objects.exists()


@pytest.mark.parametrize(
    "address",
    [
        "",
        "http://git.example.org",
        "javascript:alert(1)",
        "HTTPS:git.example.org",
        "https://",
        "https://me:secret@git.example.org/",
        "https://git.example.org/" + "x" * 500,
        "data:text/html,x",
        "https://git.example.org/\nx",
    ],
)
def test_a_link_leads_to_a_safe_address(solution, address, bob):
    with pytest.raises(SolutionLinkUnsafe) as caught:
        solution.link("Code", address, by=bob)
    assert caught.value.field == "address"


def test_a_link_has_a_label_and_there_are_twenty(solution, bob):
    for label in ("", "x" * 81):
        with pytest.raises(SolutionLinkUnsafe):
            solution.link(label, "https://git.example.org/", by=bob)
    for number in range(20):
        solution.link("Code", f"https://git.example.org/{number}", by=bob)
    with pytest.raises(TooManySolutionLinks):
        solution.link("Code", "https://git.example.org/20", by=bob)


def test_a_story_serves_it_until_it_doesnt(solution, stories, elsewhere, bob, charlie):
    story = stories[0]
    solution.link_story(story, by=bob)
    solution.link_story(story, by=bob)
    assert list(solution.stories.all()) == [story]
    solution.unlink_story(story, by=bob)
    solution.unlink_story(story, by=bob)
    assert not SolutionStory.objects.exists()
    told = Event.objects.filter(verb__startswith="solution_story").order_by("pk")
    assert [line.verb for line in told] == ["solution_story_linked", "solution_story_unlinked"]
    assert told[0].details == {
        "solution": solution.pk,
        "story": story.pk,
        "story_key": story.key,
    }
    with pytest.raises(StoryOfAnotherProject):
        solution.link_story(Story.write(elsewhere, title="Far", by=charlie), by=bob)


# --- Seen -----------------------------------------------------------------------------------------
def test_the_other_side_sees_it_once(solution, bob):
    solution.see(by=bob)
    solution.see(by=bob)
    [line] = lines("solution_seen")
    assert line.details["side"] == "engineering"
    assert Look.objects.filter(solution=solution).count() == 2  # who sketched it has seen it


def test_what_was_read_is_what_is_seen(solution, alice, bob):
    read = solution.words_hash
    solution.describe(does="Something else.", by=alice)
    with pytest.raises(SolutionEditedSince):
        solution.see(words_hash=read, by=bob)
    solution.see(words_hash=solution.words_hash, by=bob)


def test_whoever_is_of_no_side_looks_for_none(solution, team, alice, bob, gina, root):
    team.take_in(bob, discipline=Discipline.PRODUCT, by=alice)
    with pytest.raises(SeenBySides):
        solution.see(by=bob)
    with pytest.raises(SeenBySides):
        solution.see(by=root)
    with pytest.raises(RoleTooLow):
        solution.see(by=gina)


# --- The end --------------------------------------------------------------------------------------
@pytest.mark.parametrize("verb", ["drop", "retire"])
def test_a_lead_ends_it_with_what_was_learned(solution, verb, alice):
    getattr(solution, verb)(LEARNED, by=alice)
    getattr(solution, verb)(LEARNED, by=alice)
    [line] = Event.objects.filter(verb__in=["solution_dropped", "solution_retired"])
    assert line.details == {"solution": solution.pk, "learned": LEARNED}
    now = Solution.objects.get()
    assert (now.is_ended, now.learned) == (True, LEARNED)


@pytest.mark.parametrize("verb", ["drop", "retire"])
def test_only_a_lead_of_the_team_ends_it_or_takes_it_up(solution, verb, alice, bob, root):
    with pytest.raises(RoleTooLow):
        getattr(solution, verb)(LEARNED, by=bob)
    with pytest.raises(SolutionOfLeads):
        getattr(solution, verb)(LEARNED, by=root)
    getattr(solution, verb)(LEARNED, by=alice)
    with pytest.raises(RoleTooLow):
        solution.take_up_again(by=bob)
    with pytest.raises(SolutionOfLeads):
        solution.take_up_again(by=root)


@pytest.mark.parametrize("learned", ["", "too short", "x" * 501, " " * 20])
def test_what_was_learned_has_10_to_500_characters(solution, learned, alice):
    for verb in (solution.drop, solution.retire):
        with pytest.raises(NothingLearned):
            verb(learned, by=alice)


def test_what_was_ended_is_taken_up_before_it_is_changed(solution, use_case, story, alice, bob):
    link = solution.link("Code", "https://git.example.org/", by=alice)
    solution.drop(LEARNED, by=alice)
    for change in (
        lambda: solution.rename("Eagle", by=alice),
        lambda: solution.describe(does="More", by=alice),
        lambda: solution.serve(use_cases=[], by=alice),
        lambda: solution.name_keepers(science_keeper=None, by=alice),
        lambda: solution.link("Run", "https://run.example.org/", by=alice),
        lambda: solution.unlink(link.pk, by=alice),
        lambda: solution.link_story(story, by=alice),
        lambda: solution.unlink_story(story, by=alice),
        lambda: solution.see(by=bob),
        lambda: solution.retire(LEARNED, by=alice),
        lambda: solution.drop("Something else was learned", by=alice),
    ):
        with pytest.raises(SolutionEnded):
            change()
    solution.take_up_again(by=alice)
    solution.take_up_again(by=alice)
    [line] = lines("solution_taken_up")
    assert line.details["was"] == "dropped"
    assert OldText.objects.get(event=line).text == LEARNED
    solution.rename("Eagle", by=alice)


def test_after_the_project_is_finished_a_solution_is_retired_and_not_dropped(solution, alice):
    solution.project.enter("finished", by=alice)
    with pytest.raises(ProjectClosed):
        solution.drop(LEARNED, by=alice)
    with pytest.raises(ProjectClosed):
        solution.rename("Eagle", by=alice)
    solution.retire(LEARNED, by=alice)
    solution.take_up_again(by=alice)


def test_what_was_dropped_isnt_taken_up_in_a_finished_project(solution, alice):
    solution.drop(LEARNED, by=alice)
    solution.project.enter("finished", by=alice)
    with pytest.raises(ProjectClosed):
        solution.take_up_again(by=alice)


# --- Sides of sharing -----------------------------------------------------------------------------
def test_it_is_the_teams_own_until_it_is_shown(solution, alice, bob, gina, charlie):
    link = solution.link("Code", "https://git.example.org/", by=alice)
    assert list(Solution.objects.visible_to(bob)) == [solution]
    for user in (gina, charlie):
        assert not Solution.objects.visible_to(user).exists()
        assert not SolutionLink.objects.visible_to(user).exists()
    solution.show(by=bob)
    assert list(Solution.objects.visible_to(gina)) == [solution]
    assert list(SolutionLink.objects.visible_to(gina)) == [link]
    assert not Solution.objects.visible_to(charlie).exists()
    solution.make_internal(by=bob)
    assert not Solution.objects.visible_to(gina).exists()
    heard = Event.objects.visible_to(gina).filter(verb__startswith="solution")
    assert [line.verb for line in heard] == ["solution_shown", "solution_made_internal"]


def test_hypotheses_are_found_by_what_they_serve(solution, use_case, hypothesis):
    assert list(Solution.objects.serving(use_case)) == [solution]
    assert isinstance(hypothesis, Hypothesis)
    assert not Solution.objects.filter(hypotheses=hypothesis).exists()
