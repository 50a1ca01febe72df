"""Words that the database keeps and can't read: sealed in Python, before they become SQL.

AES-256-GCM (NIST SP 800-38D) under a key that HKDF (RFC 5869) derives from SECRET_KEY: who holds
the database alone, or a backup of it, reads nothing. The text is padded, so that its length tells
nothing either, and bound to its place, so that it can't be put into another row unnoticed.
"""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from base.derived_key import derived_key

PURPOSE = b"twopizza: sealed words"
NONCE = 12  # bytes, as GCM wants it
LENGTH = 4  # bytes that say how many of the padded ones are text


class SealedElsewhere(Exception):
    """It was sealed with a secret that this installation doesn't have, or is damaged."""


def seal(plain: bytes, *, place: str, size: int) -> bytes:
    """Return the bytes sealed for a place, the same number of them for whatever text.

    `size` is how many bytes a text may have, with the four that tell its length; ValueError for
    a longer one. A text that is sealed again is different, as each has a nonce of its own.
    """
    if len(plain) + LENGTH > size:
        raise ValueError(f"{len(plain)} bytes don't fit into {size}.")
    padded = (len(plain).to_bytes(LENGTH, "big") + plain).ljust(size, b"\0")
    nonce = secrets.token_bytes(NONCE)
    cipher = AESGCM(derived_key(settings.SECRET_KEY, PURPOSE))
    return nonce + cipher.encrypt(nonce, padded, place.encode())


def unseal(sealed: bytes, *, place: str) -> bytes:
    """Return the text that was sealed for this place; raises SealedElsewhere."""
    nonce, ciphertext = bytes(sealed[:NONCE]), bytes(sealed[NONCE:])
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            padded = AESGCM(derived_key(secret, PURPOSE)).decrypt(nonce, ciphertext, place.encode())
        except (InvalidTag, ValueError):
            continue
        length = int.from_bytes(padded[:LENGTH], "big")
        return padded[LENGTH : LENGTH + length]
    raise SealedElsewhere
