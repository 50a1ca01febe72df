"""Whom a visitor of the demonstration may sign in as. Never made outside of it."""

from dataclasses import dataclass

PASSWORD = "two pizzas for eight"  # noqa: S105  the demonstration's, printed at the start


@dataclass(frozen=True)
class SignIn:
    email: str
    password: str
    role: str


ADMIN = SignIn("admin@example.org", PASSWORD, "admin of the installation")
SIGN_INS = (
    SignIn("ines@example.org", PASSWORD, "lead of Prime Slot (TV)"),
    SignIn("rafael@example.org", PASSWORD, "lead of Babel (SENT)"),
    SignIn("kofi@example.org", PASSWORD, "lead of Respawn (GAME)"),
    SignIn("leila@example.org", PASSWORD, "scientist of Prime Slot (TV)"),
    SignIn("claire@example.org", PASSWORD, "customer of Prime Slot (TV)"),
    ADMIN,
)


def listed() -> tuple[SignIn, ...]:
    """What the sign-in page of a demonstration offers."""
    return SIGN_INS
