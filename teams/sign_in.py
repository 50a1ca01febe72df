"""How often somebody may try to sign in; counted before the password is looked at."""

from django.conf import settings

from doors.limits import knock


def may_try(email: str, address: str) -> bool:
    """Count one attempt for the address and for the pair of address and e-mail.

    The pair has the tight limit, so that a stranger elsewhere can't lock a person out; the
    address has a wide one against trying many e-mails; the e-mail alone the widest, against
    many hosts.
    """
    email = email.strip().lower()
    verdicts = [
        knock(settings.SIGN_IN_LIMIT, "sign-in", address, email),
        knock(settings.SIGN_IN_LIMIT_ADDRESS, "sign-in-address", address),
        knock(settings.SIGN_IN_LIMIT_EMAIL, "sign-in-email", email),
    ]
    return all(verdict.allowed for verdict in verdicts)
