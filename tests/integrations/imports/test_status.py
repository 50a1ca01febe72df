import pytest

from integrations.imports.jira.kind import kind_of
from integrations.imports.jira.status import Statuses, category_of, is_dropped


@pytest.mark.parametrize(
    ("name", "number", "key", "category"),
    [
        ("已完成", 3, "new", "done"),  # a real export: the id is right, the key isn't
        ("To Do", 2, "new", "todo"),
        ("In Progress", 4, "indeterminate", "doing"),
        ("Code Review", 4, "indeterminate", "review"),
        ("测试中", 4, "indeterminate", "review"),
        ("Cancelled", 3, "done", "dropped"),
        ("Whatever", 3, "done", "done"),
        ("Done", None, "done", "done"),
        ("进行中", None, "", "doing"),
        ("待办", None, "", "todo"),
        ("Ready for Dev", None, "", "todo"),
        ("In Development", None, "", "doing"),
        ("Reopened", None, "", "todo"),
        ("Something else", 1, "undefined", "todo"),
    ],
)
def test_the_category_comes_from_jiras_id_then_its_key_then_the_name(name, number, key, category):
    assert category_of(name, number, key) == category


def test_statuses_of_one_name_are_one_column_and_what_is_told_beats_a_guess():
    statuses = Statuses()
    statuses.know("1", "Parked")
    statuses.know("2", "parked", (4, "indeterminate"))
    statuses.know("2", "a name of its past")
    assert statuses.columns() == {"1": ("Parked", "doing"), "2": ("parked", "doing")}


def test_closed_without_being_done_is_dropped():
    assert is_dropped("Won't Do")
    assert is_dropped("Duplicate")
    assert not is_dropped("Done")
    assert not is_dropped("")


def test_the_kind_is_guessed_from_the_name_of_the_type():
    names = ("Bug", "缺陷", "Spike", "Technical-Debt", "Story", "任务", "")
    assert [kind_of(name) for name in names] == [
        "bug", "bug", "experiment", "chore", "story", "story", "story",
    ]  # fmt: skip
