"""Settings from environment variables; a nonsense value stops the start with one sentence."""

import os
import re
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

import environ
import limits

# An address, or a name and one in angle brackets. Python's own parser takes no address of IPv6 in
# the Python of some distributions.
ADDRESS = r"[^<>@\s]+@[^<>@\s]+"
SENDER = re.compile(rf"{ADDRESS}|[^<>]*<{ADDRESS}>")


class Refusal(SystemExit):
    """Ends the start with a sentence on stderr and exit code 1, whichever program was starting."""

    def __init__(self, sentence: str) -> None:
        super().__init__(f"Twopizza does not start: {sentence}")


class Environment:
    """Reads variables, checks them and remembers their names (docs/configuration.md lists each)."""

    TRUE = ("1", "true", "yes", "on")
    FALSE = ("0", "false", "no", "off", "")

    def __init__(self, variables: dict[str, str], var_dir: Path = Path("var")) -> None:
        self.variables = variables
        self.var_dir = var_dir
        self.names: set[str] = set()

    @classmethod
    def of_this_process(cls, base_dir: Path) -> Self:
        """The process's variables, and for those it lacks what a running bin/start wrote down."""
        var_dir = Path(os.environ.get("VAR_DIR") or base_dir / "var")
        self = cls({**written_down(var_dir / "environment"), **os.environ}, var_dir)
        self.names.add("VAR_DIR")
        return self

    def text(self, name: str, default: str = "") -> str:
        self.names.add(name)
        return self.variables.get(name, default).strip()

    def required(self, name: str, why: str) -> str:
        value = self.text(name)
        if not value:
            raise Refusal(f"{name} is missing. {why}")
        return value

    def switch(self, name: str, default: bool) -> bool:
        value = self.text(name, "1" if default else "0").lower()
        if value not in (*self.TRUE, *self.FALSE):
            raise Refusal(f"{name} must be 1 or 0, not {value!r}.")
        return value in self.TRUE

    def number(self, name: str, default: int, *, least: int, most: int) -> int:
        value = self.text(name, str(default))
        if not (value.isascii() and value.isdigit() and least <= int(value) <= most):
            raise Refusal(f"{name} must be a whole number from {least} to {most}, not {value!r}.")
        return int(value)

    def choice(self, name: str, default: str, choices: tuple[str, ...]) -> str:
        value = self.text(name, default)
        if value not in choices:
            raise Refusal(f"{name} must be one of {', '.join(choices)}, not {value!r}.")
        return value

    def rate(self, name: str, default: str) -> str:
        """How often in which time, such as 10/minute or 100/2 hours."""
        value = self.text(name, default)
        try:
            limits.parse(value)
        except ValueError:
            raise Refusal(f"{name} must be a rate such as 10/minute, not {value!r}.") from None
        return value

    def list(self, name: str, default: str = "") -> list[str]:
        return [item.strip() for item in self.text(name, default).split(",") if item.strip()]

    def url(self, name: str, default: str, schemes: dict[str, str] | tuple[str, str]) -> str:
        value = self.text(name, default)
        try:
            scheme = urlsplit(value).scheme
        except ValueError:
            scheme = None
        if scheme not in schemes:
            raise Refusal(f"{name} must begin with {' or '.join(s + '://' for s in schemes)}.")
        return value

    def origins(self, name: str) -> tuple[str, ...]:
        """Where scripts may come from: scheme, host and port, as browsers say it; or `*`."""
        origins = tuple(self.list(name))
        for origin in origins:
            if origin != "*" and not is_origin(origin):
                raise Refusal(
                    f"{name} must be * or origins such as https://app.example.org, not {origin!r}."
                )
        return origins

    def mail(self, name: str, default: str) -> dict[str, str | None]:
        """EMAIL_URL as Django's settings; its password is never part of the complaint."""
        url = self.url(name, default, environ.Env.EMAIL_SCHEMES)
        try:
            config: dict[str, str | None] = environ.Env.email_url_config(url)
            return config
        except ValueError as error:
            raise Refusal(f"{name} can't be read: {type(error).__name__}.") from None

    def address(self, name: str, default: str) -> str:
        """Whom mail comes from: an address, or a name and an address in angle brackets."""
        value = self.text(name, default)
        if not value.isprintable() or not SENDER.fullmatch(value.strip()):
            raise Refusal(f"{name} must be an address such as Twopizza <us@example.org>.")
        return value

    def database(self, name: str) -> dict[str, Any]:
        """DATABASE_URL as Django wants it; its password is never part of the complaint."""
        url = self.url(name, "postgres:///twopizza", ("postgres", "postgresql"))
        try:
            parsed = environ.Env.db_url_config(url)
        except ValueError as error:
            raise Refusal(f"{name} can't be read: {type(error).__name__}.") from None
        return {**parsed, "OPTIONS": parsed.get("OPTIONS", {})}


def is_origin(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and text == f"{parts.scheme}://{parts.netloc}"
    except ValueError:
        return False


def mail_host(url: str) -> str:
    """The host of an address as mail writes it: a bare IPv6 stands in brackets (RFC 5321)."""
    host = urlsplit(url).hostname or "localhost"
    if ":" in host:
        return f"[IPv6:{host}]"
    return host


def written_down(file: Path) -> dict[Any, Any]:
    """NAME=value lines of a file that only its owner may read; nothing if there is none."""
    try:
        lines = file.read_text().splitlines()
    except OSError:
        return {}
    written_down = []
    for line in lines:
        if "=" in line:
            written_down.append(line.split("=", 1))
    return dict(written_down)
