"""The folder where data, logs and secrets of one installation stay (var/)."""

import fcntl
import os
import secrets
from contextlib import suppress
from pathlib import Path

from bin.launch.console import Refusal

LOG_LIMIT = 20 * 1024 * 1024


class Home:
    """Owned by one running command at a time, so that no two start servers on the same data."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path).absolute()
        self.is_ours = False

    def claim(self, who: str) -> None:
        """Make the folder ours until we exit, or say who has it."""
        try:
            for name in ("", "logs", "run"):
                (self.path / name).mkdir(parents=True, exist_ok=True)
            self._lock = open(self.path / "run" / "lock", "a+")  # noqa: SIM115  held until exit
            self._probe()
        except OSError as error:
            raise Refusal(
                f"the data folder {self.path} can't be written ({str(error.strerror).lower()})."
            ) from None
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self._lock.seek(0)
            raise Refusal(f"{self._lock.read().strip() or who + ' runs already'}.") from None
        self.is_ours = True
        self.tell(who)

    def tell(self, who: str) -> None:
        """What a second start will say about us."""
        self._lock.truncate(0)
        self._lock.write(f"{who} runs already (process {os.getpid()}, data in {self.path})")
        self._lock.flush()

    def _probe(self) -> None:
        probe = self.path / "run" / "probe"
        probe.write_text("")
        probe.unlink()

    def secret(self, name: str, length: int = 50) -> str:
        """A random secret that is made once and readable by its owner alone."""
        file = self.path / name
        if not file.exists():
            fresh = file.with_suffix(".new")
            fresh.touch(mode=0o600)
            fresh.write_text(secrets.token_urlsafe(length))
            fresh.rename(file)
        return file.read_text()

    def log(self, name: str) -> Path:
        """A log to append to; a big one makes room first."""
        file = self.path / "logs" / f"{name}.log"
        if file.exists() and file.stat().st_size > LOG_LIMIT:
            file.rename(file.with_suffix(".log.1"))
        return file

    def publish(self, variables: dict[str, str]) -> None:
        """Let manage.py in another terminal find what runs here."""
        file = self.path / "environment"
        self.withdraw()
        file.touch(mode=0o600)
        file.write_text("".join(f"{name}={value}\n" for name, value in variables.items()))

    def withdraw(self) -> None:
        """What was published by the one who has the folder: nobody else's to take back."""
        if not self.is_ours:
            return
        with suppress(OSError):
            (self.path / "environment").unlink()
