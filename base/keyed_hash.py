"""Say whether two rows are of the same person without saying of whom.

HMAC-SHA256 (RFC 2104) under a key that HKDF (RFC 5869) derives from SECRET_KEY. A plain hash would
tell all: there are so few people that each could be tried. Who holds the secret can try them.
"""

import hmac

from django.conf import settings

from base.derived_key import derived_key

PURPOSE = b"twopizza: keyed hashes"


def keyed_hash(text: str) -> str:
    """Return what is written today: 64 hexadecimal digits."""
    return _hash(settings.SECRET_KEY, text)


def keyed_hashes(text: str) -> list[str]:
    """Return all that may have been written of it: under earlier secrets too."""
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return [_hash(secret, text) for secret in secrets]


def _hash(secret: str, text: str) -> str:
    return hmac.digest(derived_key(secret, PURPOSE), text.encode(), "sha256").hex()
