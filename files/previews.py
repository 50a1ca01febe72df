"""Small pictures of pictures, drawn anew from their pixels: nothing else of a file is shown."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from PIL import Image, ImageOps

from files.storage import PREVIEW, drop, reached, save

if TYPE_CHECKING:
    from django.core.files import File

FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/gif": "GIF", "image/webp": "WEBP"}
MOST_PIXELS = 40_000_000  # as they are drawn in memory: 160 MB
EDGE = 480  # pixels
MEDIA_TYPE = "image/webp"


def state_of_new(content_type: str) -> str:
    return "waiting" if content_type in FORMATS else ""


def draw(file: File[bytes]) -> bytes | None:
    """Return a picture of at most EDGE pixels; None where it is none, or would need too much."""
    try:
        with Image.open(file, formats=tuple(FORMATS.values())) as image:
            if image.width * image.height > MOST_PIXELS:
                return None
            return _drawn(image)
    except Exception:  # Pillow says in many ways that a file is broken or a bomb
        return None


def _drawn(image: Image.Image) -> bytes:
    image.draft("RGB", (2 * EDGE, 2 * EDGE))  # a JPEG needn't be unpacked whole
    upright = ImageOps.exif_transpose(image)
    upright.thumbnail((EDGE, EDGE))
    written = BytesIO()
    mode = "RGBA" if upright.has_transparency_data else "RGB"
    upright.convert(mode).save(written, "WEBP", quality=82)
    return written.getvalue()


def keep(key: str, drawn: bytes) -> None:
    drop(key + PREVIEW)  # one that a killed worker left
    with reached():
        save(key + PREVIEW, ContentFile(drawn))
