"""Events have a schema: who writes them, who reads them and their classes agree."""

import ast
import re
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

from base.roles import Discipline, Role
from history import schema as history_schema
from history.activity.names import KINDS
from history.activity.words import WORDS
from history.catalogue import PAGE, as_markdown, components, example_of
from history.events import TextStruckOut
from history.models import Event
from history.schema import SCHEMAS, EventDetails, EventError, schema_of, upgraded
from integrations.imports.jira import JiraImport
from metrics.models import SuccessMetric
from projects import events as of_projects
from projects.models import Hypothesis, Project, Theme
from pulse.models import Wave
from sprints.models.retrospective import Action
from stories import events as of_stories
from stories.events import StoryBlocked, StoryCreated, StoryEstimated
from stories.models import Category, Story
from teams.models.membership import Actor
from tests.history.overwriting import REPLACED, World

ROOT = Path(__file__).parents[2]
NO_PRODUCT = {".venv", "tests", "var", "migrations", "node_modules"}
CASES = Path(__file__).parents[1] / "data" / "jira_cases"
BY_VERB = [pytest.param(schema, id=verb) for verb, schema in SCHEMAS.items()]


def sources(*suffixes: str) -> list[Path]:
    """The product's files of these kinds."""
    return [
        path
        for suffix in suffixes
        for path in sorted(ROOT.rglob(f"*{suffix}"))
        if not NO_PRODUCT & set(path.relative_to(ROOT).parts)
    ]


def fields_of(schema: type[EventDetails]) -> dict[str, set[str]]:
    """The fields of a class, and of each that holds fields itself, those."""
    by_verb, meanings = components()
    properties = meanings[by_verb[schema.verb]["$ref"]]["properties"]
    return {
        name: set(meanings[one["$ref"]]["properties"]) if "$ref" in one else set()
        for name, one in properties.items()
    }


ALL_FIELDS = {
    name
    for schema in SCHEMAS.values()
    for field, inner in fields_of(schema).items()
    for name in (field, *inner)
}


# --- Classes --------------------------------------------------------------------------------------
@pytest.mark.parametrize("schema", BY_VERB)
def test_a_class_takes_its_own_example_and_nothing_else(schema):
    example = example_of(schema)
    details = schema.of(example)
    assert details.checked().keys() == example.keys()
    with pytest.raises(EventError, match="unknown field `mood`"):
        schema.of(example | {"mood": "good"})
    with pytest.raises(TypeError):
        schema(**example, mood="good")
    with pytest.raises(AttributeError):
        setattr(details, next(iter(example)), None)
    assert not set(schema.__struct_fields__) & set(dir(EventDetails)), "a field hides what it is"
    assert schema.__doc__


def test_an_unknown_verb_and_a_wrong_type_are_refused(story, alice):
    with pytest.raises(EventError, match="No class says story_liked"):
        schema_of("story_liked")
    blocked = StoryBlocked(was="", now=5)  # type: ignore[arg-type]
    with pytest.raises(EventError, match=r"\$\.now"):
        story.record(blocked, by=Actor.of(story.project.team, alice))
    with pytest.raises(EventError, match="Two classes say story_blocked"):
        type("Again", (EventDetails,), {"verb": "story_blocked"})


PUBLIC = {"The id of a sprint.": "number", "The id of a story.": "key"}


@pytest.mark.parametrize("schema", BY_VERB)
def test_a_sprint_and_a_story_are_told_by_what_the_api_calls_them_too(schema):
    by_verb, meanings = components()
    properties = meanings[by_verb[schema.verb]["$ref"]]["properties"]
    ids = {name: PUBLIC.get(one.get("description", "")) for name, one in properties.items()}
    assert {f"{name}_{public}" for name, public in ids.items() if public} <= properties.keys()


@pytest.mark.parametrize(
    ("literal", "choices"),
    [
        (history_schema.DisciplineName, Discipline),
        (history_schema.RoleName, Role),
        (of_stories.CategoryName, Category),
        (of_stories.Kind, Story.Kind),
        (of_projects.ProjectState, Project.State),
        (of_projects.ThemeState, Theme.State),
        (of_projects.Verdict, Hypothesis.Verdict),
    ],
)
def test_what_a_field_may_say_is_what_its_noun_may_be(literal, choices):
    said = get_args(literal)
    values = said if isinstance(said[0], str) else get_args(said[0])
    assert set(values) == set(choices.values)


@pytest.mark.parametrize(
    ("verb", "field", "choices"),
    [
        ("successmetric_defined", "kind", SuccessMetric.Kind),
        ("successmetric_defined", "direction", SuccessMetric.Direction),
        ("team_pulse_opened", "kind", Wave.Kind),
    ],
)
def test_so_it_is_where_only_one_verb_says_it(verb, field, choices):
    by_verb, meanings = components()
    assert set(meanings[by_verb[verb]["$ref"]]["properties"][field]["enum"]) == set(choices.values)


def test_an_action_may_end_as_it_may_be_told():
    _, meanings = components()
    assert set(meanings["Outcome"]["properties"]["outcome"]["enum"]) == {"", *Action.Outcome.values}


def test_guests_are_not_told_of_what_is_the_teams_own():
    assert {verb for verb, schema in SCHEMAS.items() if schema.is_internal} == {
        "answer_begun",
        "brief_kept",
        "attachment_added",  # each says by its own `internal` whether guests hear of it
        "attachment_deleted",
        "attachment_refused",
        "attachment_restored",
        "sprint_decisions_waived",
        "answer_final",
        "answer_opened_late",
        "answer_taken_back",
        "fit_begun",
        "fit_gone_through",
        "fit_item_asked",
        "fit_judged",
        "fit_run_cost_estimated",
        "fit_shelf_picked",
        "fit_signed",
        "fit_story_written",
        "team_fit_checklist_edited",
        "deployment_cancelled",
        "deployment_carries",
        "deployment_customer_noted",
        "economics_estimated",
        "team_day_rate_set",
        "deployment_gate_not_passed",
        "deployment_gate_waived",
        "deployment_planned",
        "deployment_replanned",
        "deployment_reported",
        "deployment_started",
        "drama_answered",
        "incident_described",
        "incident_moved",
        "incident_reopened",
        "incident_reported",
        "incident_restored",
        "incident_story_linked",
        "incident_story_unlinked",
        "decision_decided",
        "decision_opened",
        "decision_outcome_noted",
        "decision_superseded",
        "question_asked",
        "question_asked_again",
        "question_note_added",
        "question_revealed",
        "question_reworded",
        "question_set_aside",
        "question_stance_taken",
        "story_commented",
        "story_comment_reworded",
        "story_comment_withdrawn",
        "team_absence_forgotten",
        "team_absence_noted",
        "team_pulse_opened",
        "team_question_set_edited",
        "team_reading_contested",
        "team_shelf_added",
        "team_shelf_edited",
        "team_shelf_removed",
        "text_struck_out",
        "note_became",
        "note_reworded",
        "note_withdrawn",
        "usecase_questions_asked",
        "solution_described",
        "solution_dropped",
        "solution_keepers_named",
        "solution_linked",
        "solution_renamed",
        "solution_retired",
        "solution_seen",
        "solution_served",
        "solution_sketched",
        "solution_story_linked",
        "solution_story_unlinked",
        "solution_taken_up",
        "solution_unlinked",
        "trial_amended",
        "trial_designed",
        "trial_drafted",
        "trial_gate_waived",
        "trial_guarded",
        "trial_observed",
        "trial_runners_named",
        "trial_started",
        "trial_story_linked",
        "trial_story_unlinked",
        "trial_unguarded",
        "trial_withdrawn",
        "wall_closed",
        "wall_opened",
        "wall_revealed",
        "wall_stepped_back",
        "wall_votes_closed",
        "wall_votes_opened",
    }


# --- Writers --------------------------------------------------------------------------------------
def test_every_verb_is_written_by_somebody():
    named = {
        node.id
        for path in sources(".py")
        if path.name != "events.py"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Name)
    }
    assert {schema.__name__ for schema in SCHEMAS.values()} <= named
    assert TextStruckOut.__name__ in named


def test_events_are_made_where_they_are_checked():
    """By a verb, by an import, and by the invented teams of benchmarks and tests."""
    making = re.compile(r"^(?!.*(?:threading|asyncio)\.).*\bEvent(?:\.objects\.create)?\(", re.M)
    inserting = "INSERT INTO projects_event"
    found = {
        str(path.relative_to(ROOT))
        for path in sources(".py", ".sql")
        if making.search(text := path.read_text()) or inserting in text
    }
    assert found == {
        "benchmarks/health.py",  # copies of lines
        "benchmarks/invented/bulk.py",
        "benchmarks/past_events.sql",  # an installation of the first version
        "history/models/event.py",
        "integrations/imports/jira/write_imported_events.sql",
    }
    for name in ("benchmarks/invented/bulk.py", "integrations/imports/jira/event_writer.py"):
        assert ".checked()" in (ROOT / name).read_text()


def assert_all_fit() -> set[str]:
    """Hold every event there is against its class; return the verbs."""
    for event in Event.objects.all():
        schema = schema_of(event.verb)
        assert event.version == schema.schema_version()
        assert schema.of(event.details).checked().keys() == event.details.keys()
    return set(Event.objects.values_list("verb", flat=True))


@pytest.mark.parametrize("label", sorted(REPLACED))
def test_what_verbs_write_fits_its_class(apollo, stories, alice, label):
    save = REPLACED[label](World(apollo, stories[2], alice))
    save("First")
    save("Second")
    assert assert_all_fit()


@pytest.mark.parametrize("export", sorted(CASES.glob("*.json")), ids=lambda path: path.stem)
def test_what_an_import_writes_fits_its_class(db, export):
    JiraImport([export], "ZZ").run()
    assert "story_created" in assert_all_fit()


def test_an_import_says_the_discipline_of_who_owned_a_story_from_the_start(db):
    JiraImport([CASES / "D_people.json"], "ZZ").run()
    created = Event.objects.filter(verb="story_created").values_list("details", flat=True)
    assert any(details["owner"] for details in created)
    assert all(bool(details["owner"]) == bool(details["owner_discipline"]) for details in created)


@pytest.mark.parametrize("points", [3, 3.0, "3", "3.0"])
def test_points_are_a_number_whoever_gives_them(story, alice, points):
    story.estimate(points=Story._meta.get_field("points").to_python(points), by=alice)
    now = story.events.get(verb="story_estimated").details["now"]
    assert now == {"points": 3.0, "time_box_days": None}
    assert isinstance(now["points"], float)


# --- Readers --------------------------------------------------------------------------------------
@pytest.mark.parametrize("schema", BY_VERB)
def test_a_sentence_uses_only_fields_of_its_class(schema):
    fields = fields_of(schema)
    for sentence in schema.text.sentences():
        for _, path, kind, _ in Formatter().parse(sentence):
            if path is None or (path in ("story", "sprint") and not kind):
                continue
            field, _, inner = path.partition(".")
            assert field in fields, sentence
            assert not inner or inner in fields[field], sentence
            assert kind in KINDS or kind in WORDS, sentence
    for field, _ in (*schema.text.without, *schema.text.own):
        assert field in fields


VERB = r"(?:team|text|project|usecase|charter|theme|hypothesis|release|column|sprint|standup|"
VERB += r"retrospective|action|story|successmetric)_[a-z_]+"
READ = re.compile(r"details\s*->>?\s*'(\w+)'(?:\s*->>?\s*'(\w+)')?")
OF_A_VERB = re.compile(rf"WHEN '({VERB})'\s+THEN\s+(?:\w+\.)?details\s*->>\s*'(\w+)'")
COMPARED = re.compile(rf"\bverb\s*(?:=|<>|==|IN|in|NOT IN)\s*\(?((?:\s*['\"]{VERB}['\"],?)+)")
IN_PYTHON = re.compile(r"details(?:__|\[\"|\.get\(\")(\w+)")


@pytest.mark.parametrize(
    "path", sources(".py", ".sql"), ids=lambda path: str(path.relative_to(ROOT))
)
def test_who_reads_details_knows_fields_and_verbs_that_exist(path):
    text = path.read_text()
    for field, inner in READ.findall(text):
        assert field in ALL_FIELDS, f"details ->> '{field}'"
        assert not inner or inner in ALL_FIELDS, f"details -> '{field}' ->> '{inner}'"
    for verb, field in OF_A_VERB.findall(text):
        assert field in fields_of(SCHEMAS[verb]), f"{verb} has no {field}"
    for verbs in COMPARED.findall(text):
        for verb in re.findall(VERB, verbs):
            assert verb in SCHEMAS, f"nobody writes {verb}"
    for field in IN_PYTHON.findall(text):
        assert field.partition("__")[0] in ALL_FIELDS, f"details[{field}]"


def test_the_search_for_readers_finds_them():
    text = "\n".join(path.read_text() for path in sources(".py", ".sql"))
    assert {"now_category", "owner_discipline", "needs"} <= {
        field for field, _ in READ.findall(text)
    }
    assert ("story_created", "category") in OF_A_VERB.findall(text)
    assert COMPARED.findall(text)
    assert IN_PYTHON.findall(text)


# --- Older lines ----------------------------------------------------------------------------------
def test_older_lines_are_read_as_if_they_were_of_today(story, alice):
    old = {
        "was": {"points": None, "time_box_days": None},
        "now": {"points": "3.0", "time_box_days": None},
    }
    StoryEstimated.of(upgraded("story_estimated", old, 1))
    assert upgraded("story_estimated", old, 1)["now"]["points"] == 3.0
    assert upgraded("story_estimated", old, 2) is old

    imported = {**example_of(StoryCreated), "points": 5}
    for name in ("owner_discipline", "hypothesis", "release"):
        del imported[name]
    assert StoryCreated.of(upgraded("story_created", imported, 1)).points == 5.0
    assert upgraded("story_liked", {"a": 1}, 1) == {"a": 1}


def test_the_api_tells_an_older_line_as_one_of_today(story, alice, api):
    old = {
        "was": {"points": None, "time_box_days": None},
        "now": {"points": "3.0", "time_box_days": None},
    }
    event = story.events.get(verb="story_created")
    event.pk, event._state.adding = None, True
    event.verb, event.version, event.details = "story_estimated", 1, old
    event.save(force_insert=True)

    answer = api(alice).get(f"events/{event.pk}/").json()

    assert answer["details"]["now"] == {"points": 3.0, "time_box_days": None}
    assert "version" not in answer


# --- The API's description and the page -----------------------------------------------------------
def test_the_api_describes_every_event_with_an_example(client):
    schemas = client.get("/api/v1/schema/").json()["components"]["schemas"]
    event = schemas["Event"]
    mapping = event["discriminator"]["mapping"]
    assert mapping.keys() == SCHEMAS.keys()
    assert [one["$ref"] for one in event["oneOf"]] == list(mapping.values())
    for verb, reference in mapping.items():
        meaning = schemas[reference.rpartition("/")[2]]
        [example] = meaning["examples"]
        assert example["verb"] == verb
        SCHEMAS[verb].of(example["details"])
        line = schemas["EventLine"]["properties"]
        assert example.keys() == line.keys()


def test_the_page_of_events_is_current():
    assert PAGE.read_text(encoding="utf-8") == as_markdown(), "run bin/events"
