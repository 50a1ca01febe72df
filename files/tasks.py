"""What is done with files beside the requests: previews, scans, and letting bytes go."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice

from django.utils import timezone

from files.models import Attachment
from files.refusals import FileLost
from files.storage import PREVIEW, drop, keys, storage
from jobs.kinds import kind

# An upload has been named by its row long before, however slow its transaction was.
NAMED_WITHIN = timedelta(days=1)
AT_ONCE = 1000


@kind("draw_preview", attempts=3)
def draw_preview(attachment: int) -> None:
    found = Attachment.objects.unpurged().filter(pk=attachment).first()
    if found and not found.waits:
        try:
            found.draw_preview()
        except FileLost:
            return  # told by the log; there is nothing to draw


@kind("check_attachment")
def check_attachment(attachment: int) -> None:
    found = Attachment.objects.unchecked().filter(pk=attachment)
    for one in found.select_related("project__team"):
        one.look_through()


@kind("check_attachments", every=timedelta(hours=1))
def check_attachments() -> None:
    """Ask again for those whose scan was given up."""
    for one in Attachment.objects.unchecked()[:AT_ONCE]:
        one.ask_for_work()


@kind("purge_attachments", every=timedelta(days=1), offset=timedelta(hours=2))
def purge_attachments() -> dict[str, int]:
    """Let the bytes go of what was deleted thirty days ago."""
    outlived = list(Attachment.objects.outlived()[:AT_ONCE])
    for one in outlived:
        one.purge()
    return {"purged": len(outlived)}


@kind("sweep_attachments", every=timedelta(days=1), offset=timedelta(hours=3))
def sweep_attachments() -> dict[str, int]:
    """Delete bytes that no row names: what an upload left that was killed half-way."""
    swept = 0
    for some in batched(keys()):
        named = Attachment.objects.naming([key.removesuffix(PREVIEW) for key in some])
        for key in some:
            if key.removesuffix(PREVIEW) not in named and _is_old(key):
                drop(key)
                swept += 1
    return {"swept": swept}


def batched(keys: Iterator[str]) -> Iterator[list[str]]:
    while some := list(islice(keys, AT_ONCE)):
        yield some


def _is_old(key: str) -> bool:
    try:
        return timezone.now() - storage().get_modified_time(key) > NAMED_WITHIN
    except FileNotFoundError:  # somebody has dropped it meanwhile
        return False
