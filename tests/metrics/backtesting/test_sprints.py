import pytest

from metrics.backtesting.refusal import BrokenInput
from metrics.backtesting.sprints import read_table
from tests.metrics.backtesting.table import as_csv, rows


@pytest.fixture
def file(tmp_path):
    return tmp_path / "sprints.csv"


def test_projects_come_with_their_sprints_in_the_order_of_ids(file):
    file.write_text(as_csv(list(reversed(rows(12)))))
    lyra, orion = read_table(file)
    assert (lyra.name, orion.name) == ("Lyra", "Orion")
    assert [len(lyra.sprints), len(orion.sprints)] == [4, 8]
    delivered = [row["delivered_points"] for row in rows(12) if row["project"] == "Lyra"]
    assert [sprint.delivered for sprint in lyra.sprints] == delivered


def test_a_sprint_on_many_boards_counts_once_on_the_board_with_most(file):
    sprints = [{**row, "project": "Lyra", "board_id": 7} for row in rows(6)]
    copies = [{**row, "board_id": 3} for row in sprints[:2]]
    file.write_text(as_csv([*copies, *sprints]))
    (lyra,) = read_table(file)
    assert (len(lyra.rows), len(lyra.sprints)) == (8, 6)
    assert {sprint.board for sprint in lyra.sprints} == {"7"}


def test_a_quoted_comma_is_part_of_the_name(file):
    file.write_text(as_csv([{**row, "name": "Sprint 1, again"} for row in rows(6)]))
    assert read_table(file)


@pytest.mark.parametrize(
    ("was", "now", "sentence"),
    [
        ("Sprint 4", "Sprint 4, again", "line 5: has 22 fields where the heading has 21"),
        ("todo_points_50", "todo_fifty", "line 1: the heading lacks the column todo_points_50"),
        ("Orion,1,4,Sprint 4,", "Orion,1,4,Sprint 4,many", "line 5: committed_points “many"),
        ("Orion,1,4,Sprint 4,", "Orion,1,4,Sprint 4,nan,", "line 5: has 22 fields"),
        ("Orion,1,4,", "Orion,1,four,", "line 5: sprint_id “four” isn't a whole number"),
        ("Orion,1,4,", "Orion,1,2,", "line 5: sprint 2 of board 1 appears twice"),
        ("Sprint 4", '"Sprint 4', "isn't valid CSV"),
        ("Sprint 4", "Sprint \udcfc", "line 5: isn't UTF-8"),
    ],
)
def test_a_broken_table_is_named_with_its_line(file, was, now, sentence):
    text = as_csv(rows(6)).replace(was, now, 1)
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(BrokenInput) as refusal:
        read_table(file)
    assert "sprints.csv" in str(refusal.value)
    assert sentence in str(refusal.value)


@pytest.mark.parametrize("points", ["nan", "inf", "-inf"])
def test_points_that_are_no_number_are_refused(file, points):
    file.write_text(as_csv([{**row, "delivered_points": points} for row in rows(3)]))
    with pytest.raises(BrokenInput, match="delivered_points can't be"):
        read_table(file)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("", "is empty"), (as_csv([]), "heading but no sprints")],
)
def test_a_table_without_sprints_is_refused(file, text, sentence):
    file.write_text(text)
    with pytest.raises(BrokenInput, match=sentence):
        read_table(file)


def test_a_missing_table_is_refused(file):
    with pytest.raises(BrokenInput, match="can't be read"):
        read_table(file)
