import gzip

import pytest

from integrations.imports import json_stream
from integrations.imports.broken import BrokenFile
from integrations.imports.json_stream import JsonStream

LONG = b'{"issues": [' + b",".join(b'{"n": %d}' % n for n in range(5000)) + b"]}"


def items(tmp_path, content, name="a.json"):
    path = tmp_path / name
    path.write_bytes(content)
    return list(JsonStream(path).items("issues"))


@pytest.mark.parametrize("chunk", [1, 2, 7, 4096])
def test_items_come_one_by_one_however_the_file_is_cut_into_chunks(tmp_path, monkeypatch, chunk):
    monkeypatch.setattr(json_stream, "CHUNK", chunk)
    content = (
        b' {"total" : 12 , "issues": [{"a": "\xe5\xae\x8c"}, 17, "x\\"]", [1, 2]], "more": -1.5} '
    )
    assert items(tmp_path, content) == [{"a": "完"}, 17, 'x"]', [1, 2]]


def test_a_list_is_read_like_a_search_result(tmp_path):
    assert items(tmp_path, b"[1, 2]") == [1, 2]


def test_gzip_and_a_byte_order_mark_are_no_obstacle(tmp_path):
    assert len(items(tmp_path, gzip.compress(LONG))) == 5000
    assert len(items(tmp_path, b"\xef\xbb\xbf" + LONG)) == 5000


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "line 1, column 1: JSON begins with { or [."),
        (b"garbage" * 100, "line 1, column 1: JSON begins with { or [."),
        (b'{"issues": [{"a": 1},\n {"a": ', "line 2, column 8: the file ends in the middle."),
        (b'{"issues": [{"a": "never en', "the file ends in the middle."),
        (b'{"issues": [1, 2', "a comma or ] is missing."),
        (b'{"issues": [1, 2,]}', "a comma too many."),
        (b'{"issues": [1 2]}', "column 15: a comma or ] is missing."),
        (b'{"issues": [1]} []', "more text after the end."),
        (b"{1: 2}", "a name in quotes is missing."),
        (b'{"issues": [NaN]}', "not JSON that can be read"),
        (b'{"issues": [' + b"[" * 100_000, "not JSON that can be read"),
        (b'{"issues": [' + b"9" * 5000 + b"]}", "not JSON that can be read"),
        (b'\n\n{"issues": [\xff\xfe]}', "isn't UTF-8"),
        ('{"issues": []}'.encode("utf-16"), "is UTF-16; give it as JSON in UTF-8."),
        (b"PK\x03\x04rest", "is a ZIP archive"),
        (b'{"issues": ["\x00"]}', "holds NUL bytes"),
        (gzip.compress(LONG)[:-400], "can't be read"),
    ],
)
def test_a_broken_file_is_refused_with_its_place(tmp_path, content, told):
    with pytest.raises(BrokenFile) as refusal:
        items(tmp_path, content)
    assert told in str(refusal.value)
    assert str(refusal.value).startswith("a.json")


def test_a_value_without_end_is_given_up_before_it_fills_the_memory(tmp_path, monkeypatch):
    monkeypatch.setattr(json_stream, "CHUNK", 1000)
    monkeypatch.setattr(json_stream, "MOST", 10_000)
    with pytest.raises(BrokenFile, match="a value of more than"):
        items(tmp_path, b'{"issues": ["' + b"x" * 100_000)


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(BrokenFile, match="can't be read"):
        list(JsonStream(tmp_path / "none.json").items("issues"))
