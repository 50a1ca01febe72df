import pytest

from numerics.backtesting.broken_input import BrokenInput
from numerics.backtesting.sprints import read_table
from tests.numerics.backtesting.table import as_csv, rows


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


@pytest.mark.parametrize("quote", ["", '"'])
def test_a_comma_is_part_of_the_name_quoted_or_not(file, quote):
    plain = as_csv(rows(6))
    file.write_text(plain)
    expected = read_table(file)
    file.write_text(plain.replace("Sprint 4", f"{quote}Sprint 4, again,{quote}"))
    assert read_table(file) == expected


def test_columns_may_stand_in_any_order_among_others(file):
    file.write_text(as_csv(rows(6)))
    expected = read_table(file)
    lines = [line.split(",") for line in file.read_text().splitlines()]
    file.write_text("\n".join(",".join([*reversed(fields), "more"]) for fields in lines))
    assert read_table(file) == expected


def test_separators_other_than_commas_are_guessed_at_in_the_refusal(file):
    file.write_text(as_csv(rows(6)).replace(",", ";"))
    with pytest.raises(BrokenInput, match="none of the columns; are there commas in it"):
        read_table(file)


@pytest.mark.parametrize(
    ("was", "now", "sentence"),
    [
        ("Orion,1,4,Sprint 4,", "Orion,1,4,", "line 5: has 20 fields where the heading has 21"),
        ("todo_points_50", "todo_fifty", "line 1: the heading lacks the column todo_points_50"),
        ("Orion,1,4,Sprint 4,", "Orion,1,4,Sprint 4,many", "line 5: committed_points “many"),
        ("committed_points", "done_points_30", "line 1: the heading lacks the column committed"),
        ("board_id", "board_id,done_points_30", "line 1: the heading has the column done_points"),
        (",", ";", "line 1: the heading lacks the column project, board_id"),
        ("Orion,1,4,", "Orion,1,4\u0664,", "line 5: sprint_id “4٤” isn't a whole number"),
        ("Orion,1,4,", f"Orion,1,{'9' * 5_000},", "isn't a whole number"),
        ("Orion,1,4,", ",1,4,", "line 5: project is empty"),
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


@pytest.mark.parametrize("points", ["nan", "inf", "-inf", "1e308", "1e400"])
def test_points_that_are_no_number_are_refused(file, points):
    file.write_text(as_csv([{**row, "delivered_points": points} for row in rows(3)]))
    with pytest.raises(BrokenInput, match="delivered_points can't be"):
        read_table(file)


@pytest.mark.parametrize("points", ["", "many", "0x10", "1_000", "１２"])
def test_points_that_no_tracker_writes_are_refused(file, points):
    file.write_text(as_csv([{**row, "delivered_points": points} for row in rows(3)]))
    with pytest.raises(BrokenInput, match=r"line 2: delivered_points “.*” isn't"):
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
