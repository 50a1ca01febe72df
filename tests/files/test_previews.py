"""Previews are drawn from pixels alone; bombs, broken pictures and what isn't one have none."""

import struct
import zlib
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from files import previews
from files.models import Attachment
from files.previews import EDGE, draw
from jobs.models import Job
from tests.files.conftest import picture


def shown(attachment):
    return Image.open(BytesIO(attachment.stored(attachment.key + ".preview").read()))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_worker_draws_a_small_picture(use_case, alice, kind):
    made = Attachment.attach(use_case, picture(1000, 500, kind), by=alice)
    Job.run_waiting()
    made.refresh_from_db()
    assert made.preview == "ready"
    drawn = shown(made)
    assert (drawn.format, drawn.size) == ("WEBP", (EDGE, EDGE // 2))


def test_nothing_but_pixels_is_in_it(use_case, alice):
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    exif[0x0112] = 6  # lies on its side
    made = Attachment.attach(use_case, picture(100, 50, "JPEG", exif=exif), by=alice)
    made.draw_preview()
    assert b"taken at home" in made.opened().read()
    assert b"taken at home" not in made.stored(made.key + ".preview").read()
    assert shown(made).size == (50, 100)


def test_it_may_be_drawn_twice(use_case, alice):
    made = Attachment.attach(use_case, picture(), by=alice)
    made.draw_preview()
    made.draw_preview()
    assert shown(made).format == "WEBP"


def bomb(width, height):
    """A small PNG that says it is huge."""

    def chunk(kind, data):
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1_000_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "content",
    [
        bomb(60_000, 60_000),
        bomb(8_000, 5_001),
        bomb(2**31 - 1, 2**31 - 1),
        bomb(0, 10),
        picture().read()[:100],
        b"\xff\xd8\xff\xe0" + b"\0" * 50,
        b"GIF89a" + b"\xff" * 40,
        b"RIFF\x00\x00\x00\x00WEBPVP8 ",
        b"BM" + b"\0" * 60,
        b"<svg/>",
        b"",
    ],
)
def test_bombs_and_broken_pictures_have_none(content):
    assert draw(ContentFile(content)) is None


def test_a_broken_picture_is_a_file_like_any_other(use_case, alice):
    made = Attachment.attach(use_case, ContentFile(picture().read()[:100], "a.png"), by=alice)
    Job.run_waiting()
    made.refresh_from_db()
    assert (made.content_type, made.preview) == ("image/png", "")
    assert made.opened().read()


def test_a_picture_of_too_many_pixels_has_none(monkeypatch):
    monkeypatch.setattr(previews, "MOST_PIXELS", 5000)
    assert draw(picture(100, 50))
    assert draw(picture(100, 51)) is None
