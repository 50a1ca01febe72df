"""Keys that SECRET_KEY gives, one for each purpose: none tells anything of another."""

from functools import cache

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


@cache
def derived_key(secret: str, purpose: bytes) -> bytes:
    """Return 32 bytes: HKDF (RFC 5869) without salt, as the secret is random itself."""
    return HKDF(SHA256(), length=32, salt=None, info=purpose).derive(secret.encode())
