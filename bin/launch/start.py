"""bin/start: everything Twopizza needs, in one command."""

import argparse
import os
import socket
import subprocess
import time
from pathlib import Path

from bin.launch.children import Children, die_with_us
from bin.launch.console import ROOT, Refusal, Stopped, ignore_signals, say, stop_on_signals
from bin.launch.home import Home
from bin.launch.postgres import Postgres
from bin.launch.programs import Web, beat, worker
from bin.launch.redis import Redis
from bin.launch.supervisor import Supervisor
from bin.launch.venv import Venv, given_variables


def main(arguments: list[str]) -> int:
    options = read(arguments)
    stop_on_signals()
    home = Home(os.environ.get("VAR_DIR") or ROOT / "var")
    children = Children(home.path / "run" / "children")
    supervisor = Supervisor(children)
    try:
        began = time.monotonic()
        home.claim("Twopizza")
        children.end_those_of_an_earlier_start()
        refuse_a_taken_port(options.host, options.port)
        start_everything(supervisor, home, options)
        announce(home, options, time.monotonic() - began)
        supervisor.watch()
    except Stopped:
        ignore_signals()
        say("\nStopping ...")
    finally:
        ignore_signals()
        supervisor.stop()
        home.withdraw()
    say(f"Stopped. The data stays in {home.path}.")
    return 0


def read(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="bin/start",
        description="Install what Twopizza needs, start all of it, and print the address.",
        epilog="Without DATABASE_URL and REDIS_URL an embedded PostgreSQL and Redis are started, "
        "with their data in var/. Every setting is described in docs/configuration.md.",
    )
    parser.add_argument("--port", type=port_number, default=8000, help="of the web server (8000)")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    parser.add_argument(
        "--no-demo", action="store_true", help="leave an empty installation empty on the first run"
    )
    parser.add_argument(
        "--restore",
        type=backup_file,
        metavar="FILE",
        help="put a backup back into a new installation before it starts",
    )
    parser.add_argument(
        "--no-backup", action="store_true", help="migrate without a backup in var/backups before"
    )
    return parser.parse_args(arguments)


def backup_file(text: str) -> Path:
    path = Path(os.environ.get("CALLED_FROM", "."), text).absolute()
    if not path.is_file():
        raise argparse.ArgumentTypeError(f"there is no file {path}")
    return path


def port_number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65535):
        raise argparse.ArgumentTypeError(f"a port is a number from 1 to 65535, not {text}")
    return int(text)


def refuse_a_taken_port(host: str, port: int) -> None:
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except PermissionError:
        raise Refusal(f"you may not listen on port {port}; choose one above 1023.") from None
    except OSError as error:
        if error.errno == 98:
            raise Refusal(f"port {port} is in use; choose another with --port.") from None
        raise Refusal(f"can't listen on {host}:{port} ({str(error.strerror).lower()}).") from None


def start_everything(supervisor: Supervisor, home: Home, options: argparse.Namespace) -> None:
    venv = Venv(ROOT / ".venv")
    venv.provide("requirements.txt")
    environment = surroundings(home, options)
    start_services(supervisor, home, venv, environment)
    home.publish({name: environment[name] for name in PUBLISHED})
    prepare(venv, environment, options)
    say("Starting web server, worker and scheduler ...")
    around = {"home": home, "venv": venv, "environment": environment}
    supervisor.start(Web(options.host, options.port, **around), worker(**around), beat(**around))
    home.tell(f"Twopizza at {address(options)}")


PUBLISHED = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "ALLOWED_HOSTS", "PUBLIC_URL")


def surroundings(home: Home, options: argparse.Namespace) -> dict[str, str]:
    """The environment of our programs: what the caller set, and a default for the rest."""
    given = given_variables()
    hosts = f"localhost,127.0.0.1,[::1],{socket.gethostname()}"
    return {
        "SECRET_KEY": given.get("SECRET_KEY") or home.secret("secret-key"),
        "PUBLIC_URL": address(options),
        "LOG_FORMAT": "console",
        **given,
        # The start itself asks under this name whether the web server answers.
        "ALLOWED_HOSTS": f"{given['ALLOWED_HOSTS']},127.0.0.1"
        if "ALLOWED_HOSTS" in given
        else hosts,
        "VAR_DIR": str(home.path),
        "PYTHONUNBUFFERED": "1",
    }


def start_services(
    supervisor: Supervisor,
    home: Home,
    venv: Venv,
    environment: dict[str, str],
    *,
    durable: bool = True,
) -> None:
    """Start PostgreSQL and Redis unless addresses of others were given."""
    embedded: dict[str, Postgres | Redis] = {}
    if not environment.get("DATABASE_URL"):
        embedded["DATABASE_URL"] = Postgres(home, venv, durable=durable)
    if not environment.get("REDIS_URL"):
        embedded["REDIS_URL"] = Redis(home, venv)
    if embedded:
        say(f"Starting {' and '.join(service.name for service in embedded.values())} ...")
        supervisor.start(*embedded.values())
    environment.update({name: service.url for name, service in embedded.items()})


def prepare(venv: Venv, environment: dict[str, str], options: argparse.Namespace) -> None:
    """Migrate and, on the first run, load the demo. What goes wrong there is told there."""
    wishes = [] if options.no_demo or options.restore else ["--demo"]
    wishes += ["--no-backup"] if options.no_backup else []
    wishes += ["--restore", options.restore] if options.restore else []
    command = [str(venv.python), "-m", "config.prepare", *wishes]
    child = subprocess.Popen(
        command, env=environment, cwd=ROOT, start_new_session=True, preexec_fn=die_with_us()
    )
    try:
        code = child.wait()
    except Stopped:
        child.kill()
        child.wait()
        raise
    if code:
        raise Refusal("")  # the child has said why


def address(options: argparse.Namespace) -> str:
    host = "127.0.0.1" if options.host in ("0.0.0.0", "::") else options.host  # noqa: S104
    return f"http://{f'[{host}]' if ':' in host else host}:{options.port}"


def announce(home: Home, options: argparse.Namespace, seconds: float) -> None:
    sign_ins = home.path / "demo-sign-ins.txt"
    lines = [f"Twopizza is ready at {address(options)} (after {seconds:.0f} s)"]
    if sign_ins.exists():
        lines += ["", "Sign in as", *(f"  {line}" for line in sign_ins.read_text().splitlines())]
        if not options.host.startswith("127.") and options.host not in ("localhost", "::1"):
            lines += ["", "Everybody knows these passwords, and this address is open to others."]
    elif not options.restore:
        lines += ["", "Make the first admin: .venv/bin/python manage.py createsuperuser"]
    lines += ["", f"Ctrl-C stops everything; data and logs stay in {home.path}"]
    say("\n" + "\n".join(lines) + "\n")
