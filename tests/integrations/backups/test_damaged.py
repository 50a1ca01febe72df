"""A backup with a byte changed, cut or added anywhere is refused before anything is touched."""

import tarfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.refusals import Refused
from integrations.backups.archive import DATABASE, Archive, Writing
from tests.present import present

PARTS = {DATABASE: b"a dump " * 300, "files/" + "long " * 40 + "name.txt": b"words", "files/x": b""}


def written(path):
    with Writing(path) as file:
        for name, content in PARTS.items():
            file.add(name, [content[:100], content[100:]])
        file.seal({"migrations": []})
        file.give_name()
    return path.read_bytes()


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return written(tmp_path_factory.mktemp("backup") / "whole.tar")


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("damaged") / "damaged.tar"


def refused(place, content):
    place.write_bytes(content)
    with pytest.raises(Refused, match=r"\.$"):
        Archive(place)


@given(data=st.data())
def test_a_changed_byte_is_found_wherever_it_is(whole, place, data):
    at = data.draw(st.integers(0, len(whole) - 1))
    mask = data.draw(st.integers(1, 255))
    refused(place, whole[:at] + bytes([whole[at] ^ mask]) + whole[at + 1 :])


@given(data=st.data())
def test_a_file_that_ends_early_is_found(whole, place, data):
    refused(place, whole[: data.draw(st.integers(0, len(whole) - 1))])


@given(more=st.binary(min_size=1, max_size=2000))
def test_what_was_added_is_found(whole, place, more):
    refused(place, whole + more)


@given(content=st.binary(max_size=3000))
def test_any_other_file_is_refused(place, content):
    refused(place, content)


def test_it_is_a_plain_tar_for_whoever_has_lost_this_program(whole, place):
    place.write_bytes(whole)
    with tarfile.open(place) as tar:
        files = {one.name: present(tar.extractfile(one)) for one in tar if one.name in PARTS}
        assert {name: file.read() for name, file in files.items()} == PARTS
    with Archive(place) as archive:
        archive.check_parts()


@pytest.mark.parametrize("name", ["files/../../etc/passwd", "/etc/passwd"])
def test_a_name_that_leads_elsewhere_is_refused(place, tmp_path, name):
    with Writing(tmp_path / "evil.tar") as file:
        file.add(name, [b""])
        file.seal({"migrations": []})
        file.give_name()
    with pytest.raises(Refused, match="can't be taken"):
        Archive(tmp_path / "evil.tar")


def test_what_a_killed_backup_left_is_cleared_away_and_one_at_work_is_not(tmp_path):
    (tmp_path / ".monday.tar.unfinished-7").touch()
    with Writing(tmp_path / "tuesday.tar") as at_work:
        assert not (tmp_path / ".monday.tar.unfinished-7").exists()
        with Writing(tmp_path / "wednesday.tar"):
            assert at_work.unfinished.exists()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_refused_in_a_sentence(tmp_path):
    with pytest.raises(Refused, match="can't be read"):
        Archive(tmp_path)
