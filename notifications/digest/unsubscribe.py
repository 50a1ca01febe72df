"""The link in a mail that ends such mails: signed, for one person, good without a sign-in."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from teams.models import User

SALT = "metrics.digest"  # the name by which the links of mails already sent were signed


def address_for(user: User) -> str:
    """Return the whole address at which this person's digests end."""
    token = signing.dumps(user.pk, salt=SALT)
    return f"{settings.PUBLIC_URL}{reverse('no_digests', args=[token])}"


def whose(token: str) -> User | None:
    """Return whom the token speaks for, or None if we haven't made it."""
    try:
        pk = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return User.objects.filter(pk=pk, is_active=True).first()
