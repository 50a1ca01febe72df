import pytest

from numerics.backtesting.broken_input import BrokenInput
from numerics.backtesting.completions import read_folder


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "Good.csv").write_text("2024-01-05\n2024-01-01\n2024-01-05\n")
    return tmp_path


def test_a_file_is_a_project_until_its_last_day(folder):
    (series,) = read_folder(folder)
    assert series.name == "Good"
    assert series.history.days.tolist() == [1, 0, 0, 0, 2]


def test_a_heading_quotes_blank_lines_times_and_a_byte_order_mark_are_borne(folder):
    text = '\ufeffdate\r\n"2024-01-01"\r\n\r\n2024-01-02T10:00:00+00:00\r\n'
    (folder / "Good.csv").write_text(text)
    assert read_folder(folder)[0].history.days.tolist() == [1, 1]


def test_comments_and_any_heading_are_borne(folder):
    (folder / "Good.csv").write_text("Completion Date\n# from the tracker\n2024-01-01\n\n# end\n")
    assert read_folder(folder)[0].history.days.tolist() == [1]


def test_a_project_may_be_called_anything(folder):
    names = (
        "next.js",
        "source-map.txt",
        "a b ü.csv",
        "x|y.csv",
        "two\nlines.csv",
        "Twin.csv",
        "Twin",
    )
    for name in names:
        (folder / name).write_text("2024-01-01\n")
    with open(bytes(folder) + b"/\xff.csv", "w") as file:
        file.write("2024-01-01\n")

    assert [series.name for series in read_folder(folder)] == [
        *("Good", "Twin", "Twin.csv", "a b ü", "next.js", "source-map"),
        *("two\ufffdlines", "x\ufffdy", "\ufffd"),
    ]


def test_folders_within_and_links_to_nowhere_are_left_alone(folder):
    (folder / "deeper").mkdir()
    (folder / "deeper" / "Other.csv").write_text("2024-01-01\n")
    (folder / "gone.csv").symlink_to("nowhere")
    assert [series.name for series in read_folder(folder)] == ["Good"]


def test_what_lies_beside_the_data_is_left_alone(folder):
    for name in ("LICENCE.txt", "SOURCE.txt", "README.md", ".hidden.csv", "picture.png"):
        (folder / name).write_text("no dates here")
    told: list[str] = []
    assert [series.name for series in read_folder(folder, told.append)] == ["Good"]
    assert [line.split()[0] for line in told] == [
        *("LICENCE.txt", "README.md", "SOURCE.txt", "picture.png")
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"2024-01-01\n2024-02-30\n", "line 2: “2024-02-30” isn't a date"),
        (b"2024-01-01\nyesterday\n", "line 2: “yesterday” isn't a date"),
        (b"2024-01-01,Bug\n", "line 1: “2024-01-01,Bug” has several fields"),
        (b"2024-01-01\n0202-01-01\n", "line 2: 0202-01-01 can't be the day"),
        (b"2024-01-01\nM\xfcnchen\n", "line 2: isn't UTF-8"),
        ("2024-01-01\n".encode("utf-16"), "isn't UTF-8"),
        (b"2024-01-01\n\x00\n", "line 2: holds a null byte"),
        (b"9" * 5_000 + b"\n", "isn't a date"),
    ],
)
def test_a_broken_file_is_named_with_its_line(folder, content, sentence):
    (folder / "Bad.csv").write_bytes(content)
    with pytest.raises(BrokenInput) as refusal:
        read_folder(folder)
    assert "Bad.csv" in str(refusal.value)
    assert sentence in str(refusal.value)
    assert len(str(refusal.value)) < 300


def test_a_file_without_any_date_is_left_out_and_named(folder):
    told: list[str] = []
    for name, text in (("Empty.csv", ""), ("Blank.csv", "\n \n"), ("Headed.csv", "date\n")):
        (folder / name).write_text(text)

    assert [series.name for series in read_folder(folder, told.append)] == ["Good"]
    assert [line.split()[0] for line in told] == ["Blank.csv", "Empty.csv", "Headed.csv"]


def test_a_folder_of_empty_files_is_refused(tmp_path):
    (tmp_path / "Empty.csv").write_text("")
    with pytest.raises(BrokenInput, match="holds no dates in any"):
        read_folder(tmp_path)


def test_a_folder_that_is_none_is_refused(folder):
    with pytest.raises(BrokenInput, match="isn't a folder"):
        read_folder(folder / "Good.csv")


def test_a_folder_without_dates_is_refused(tmp_path):
    with pytest.raises(BrokenInput, match="holds no files of dates"):
        read_folder(tmp_path)
