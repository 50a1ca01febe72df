"""An import ends well or with one sentence: whatever happens, nothing is left behind."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import DatabaseError

from base.refusals import Refused
from integrations.imports.broken import BrokenFile


@contextmanager
def ends_in_a_sentence(place: Callable[[], str]) -> Iterator[None]:
    """Say what stopped it and where it was; the cause stays behind the sentence for --traceback."""
    try:
        yield
    except (Refused, ValidationError):
        raise
    except OSError as error:
        told = f"{error.strerror or error}; is there room for half of the export's size?"
        raise BrokenFile("The temporary folder", told) from error
    except DatabaseError as error:
        raise BrokenFile(place(), f"the database refused it: {_first_line(error)}.") from error
    except Exception as error:
        told = f"{type(error).__name__}: {_first_line(error)}"
        raise BrokenFile(place(), f"can't be taken over ({told}); please report it.") from error


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0][:300] or type(error).__name__
