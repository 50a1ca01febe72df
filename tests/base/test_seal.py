"""Sealed words: nothing of them shows, and only their place and the secret open them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.seal import SealedElsewhere, seal, unseal

SIZE = 256


@given(st.binary(max_size=SIZE - 4))
def test_what_was_sealed_is_opened_again_and_shows_neither_words_nor_length(plain):
    sealed = seal(plain, place="question 1, science", size=SIZE)

    assert unseal(sealed, place="question 1, science") == plain
    assert len(sealed) == SIZE + 12 + 16
    assert len(plain) < 4 or plain not in sealed
    assert seal(plain, place="question 1, science", size=SIZE) != sealed


def test_it_opens_at_its_own_place_only():
    sealed = seal(b"we believe", place="question 1, science", size=SIZE)

    with pytest.raises(SealedElsewhere):
        unseal(sealed, place="question 1, engineering")


def test_another_secret_does_not_open_it_but_an_earlier_one_that_is_kept_does(settings):
    sealed = seal(b"we believe", place="here", size=SIZE)
    earlier, settings.SECRET_KEY = settings.SECRET_KEY, "another secret of this installation" * 2

    with pytest.raises(SealedElsewhere):
        unseal(sealed, place="here")
    settings.SECRET_KEY_FALLBACKS = [earlier]
    assert unseal(sealed, place="here") == b"we believe"


@pytest.mark.parametrize("damaged", [b"", b"short", b"\0" * 284])
def test_what_is_damaged_is_not_taken_for_words(damaged):
    with pytest.raises(SealedElsewhere):
        unseal(damaged, place="here")


def test_more_than_fits_is_a_fault_of_the_program():
    with pytest.raises(ValueError):
        seal(b"x" * (SIZE - 3), place="here", size=SIZE)
