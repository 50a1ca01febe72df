"""Facts and reports at size: a made-up past of many teams, timed against a bare scan of its events.

`bin/bench health` takes a tenth of the size the product is made for (200 teams, 100,000 stories,
1.1 million events); `bin/bench health 1` takes all of it (2,000 teams, eleven million events).

Times are told by the clock and in CPU seconds of everything that worked on it, PostgreSQL included,
and as multiples of the CPU seconds of a bare scan on one connection.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import psutil

from benchmarks import past
from benchmarks.product import product, session_of

if TYPE_CHECKING:
    from benchmarks.product import Client, Product

TEAMS, TOUCHED, REPORTS, PAGES = 2000, 2000, 20, 30
WORKERS = "2"

SCAN = """
SELECT count(*), min(first), max(last), sum(moves) FROM (
    SELECT story_id, min(at) AS first, max(at) AS last,
        count(*) FILTER (WHERE verb = 'story_moved') AS moves
    FROM projects_event WHERE story_id IS NOT NULL GROUP BY story_id
) scanned
"""
# With the memory that facts are told with.
ON_ONE_CONNECTION = """
SET max_parallel_workers_per_gather = 0; SET work_mem = '64MB'; SET jit = off
"""
AS_BEFORE = "RESET max_parallel_workers_per_gather; RESET work_mem; RESET jit"
# Some stories of some teams are taken up again, all by one hand.
TOUCH = """
INSERT INTO projects_event (team_id, project_id, story_id, actor_id, discipline, role, verb, details, at)
SELECT project_id, project_id, id, NULL, '', 'member', 'story_moved',
    '{"was": 4, "now": 2, "was_category": "done", "now_category": "doing"}', now() - (1000 - number) * interval '1 second'
FROM stories_story WHERE project_id BETWEEN %(first)s AND %(last)s AND number <= %(stories)s ORDER BY id
"""  # noqa: E501


def main() -> None:
    share = float(sys.argv[1]) if len(sys.argv) > 1 else 0.1
    teams = max(20, int(TEAMS * share))
    with product(WORKER_PROCESSES=WORKERS) as served:
        Bench(teams).run(served)


@dataclass
class Bench:
    """The steps in their order; each is timed and told as it ends."""

    teams: int
    scan: float = field(default=0, init=False)

    def run(self, served: Product) -> None:
        with self.step("making the past"):
            past.fill(self.teams)
        print("{:,} events ({} with indices)".format(*size_of_history()), flush=True)
        self.measure_scan()
        self.measure_facts()
        self.measure_one_report()
        with worker() as processes:
            self.measure_nights(processes)
        self.measure_reading(served)

    def measure_scan(self) -> None:
        sql("VACUUM ANALYZE")
        costs = []
        for _ in range(3):
            with self.step("bare scan of all events, grouped by story") as cost:
                sql(ON_ONE_CONNECTION, SCAN, AS_BEFORE)
            costs.append(cost.cpu)
        self.scan = statistics.median(costs)

    def measure_facts(self) -> None:
        from django.core.management import call_command

        from facts.models import ProjectFacts, Reconciliation

        with self.step("full rebuild of the facts", "< 60 s"):
            call_command("rebuild_facts", verbosity=0)
        sql("VACUUM ANALYZE metrics_storyfact", "VACUUM ANALYZE metrics_sprintfact")
        with self.step("the same again: nothing to write"):
            call_command("rebuild_facts", verbosity=0)
        for teams, first in ((10, 1), (4, 11)):
            sql(TOUCH, first=first, last=first + teams - 1, stories=TOUCHED // teams)
            with self.step(f"{TOUCHED} touched stories of {teams} teams", "< 0.5 s"):
                for pk in range(first, first + teams):
                    ProjectFacts.refresh(pk)
        with self.step("one fact in a hundred compared with its events"):
            found = Reconciliation.of_the_night()
        if found:
            raise SystemExit(f"Facts differ from their events: {found[0].sample}")

    def measure_one_report(self) -> None:
        from health.reports.building import build_report  # once Django is set up
        from teams.models import Team

        costs = []
        for team in Team.objects.order_by("-pk")[:REPORTS]:
            with spent() as cost:
                build_report(team)
            costs.append(cost)
        self.tell("one team's report, median", middle(costs), "< 1 s of CPU")
        self.tell("one team's report, slowest", max(costs, key=lambda cost: cost.cpu))

    def measure_nights(self, processes: Any) -> None:
        """The night's fan-out by real workers: first all teams, then all of them unchanged."""
        for what, budget in (("reports of all teams, by night", "< 600 s"), ("the same again", "")):
            with self.step(f"{what} ({WORKERS} workers)", budget, processes):
                run_night()
        memory = max(peak_of(one) for one in processes)
        print(f"{'a worker keeps at most':45} {memory:8.0f} MB   (< 300 MB)", flush=True)

    def measure_reading(self, served: Product) -> None:
        """The page as members' browsers ask for it, from the server the product runs on.

        Reports of many teams, each for the first time since the server began, then one of them
        over and over; the very first one of all only warms the server up.
        """
        readers = list(readers_of(served))
        first = [cost_of_reading(served, *one) for one in readers][1:]
        again = [cost_of_reading(served, *readers[0]) for _ in range(PAGES)]
        for what, costs in (("for the first time", first), ("again", again)):
            self.tell(f"reading a report {what}, median", middle(costs), "< 50 ms")
            self.tell("  slowest", max(costs, key=lambda cost: cost.wall))

    @contextmanager
    def step(self, what: str, budget: str = "", processes: Any = ()) -> Iterator[Any]:
        with spent(processes) as cost:
            yield cost
        self.tell(what, cost, budget)

    def tell(self, what: str, cost: Cost, budget: str = "") -> None:
        scans = f"{cost.cpu / self.scan:8.3f} scans" if self.scan else ""
        print(
            f"{what:45} {cost.wall:8.3f} s {cost.cpu:8.3f} s of CPU {scans}"
            f"{f'   ({budget})' if budget else ''}",
            flush=True,
        )


@dataclass
class Cost:
    """Seconds by the clock and of CPU."""

    wall: float = 0
    cpu: float = 0


@contextmanager
def spent(processes: Any = ()) -> Iterator[Cost]:
    """Count what this process, the given ones and the database's ones for us spend meanwhile."""
    cost, seen = Cost(), CpuSeen([os.getpid(), *(one.pid for one in processes)])
    with seen:
        began = time.perf_counter()
        yield cost
        cost.wall = time.perf_counter() - began
    cost.cpu = seen.total


class CpuSeen:
    """CPU seconds of some processes and of all connections to the database, closed ones too.

    It looks twice a second: what a connection did since then and its end is missed.
    """

    def __init__(self, pids: Any) -> None:
        self.pids = pids
        self.ended = threading.Event()
        self.watching = threading.Thread(target=self._watch)

    def __enter__(self) -> None:
        self.before = self._look()
        self.now: dict[Any, Any] = {}
        self.watching.start()

    def __exit__(self, *_: Any) -> None:
        self.ended.set()
        self.watching.join()
        self.now |= self._look()

    @property
    def total(self) -> float:
        return float(sum(seconds - self.before.get(pid, 0) for pid, seconds in self.now.items()))

    def _watch(self) -> None:
        from django.db import connection

        while not self.ended.wait(0.5):
            self.now |= self._look(watching=True)
        connection.close()

    def _look(self, watching: bool = False) -> dict[int, float]:
        backends = sql(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
            " AND NOT (%(watching)s AND pid = pg_backend_pid())",
            watching=watching,
        )
        seconds = {}
        for pid in [*self.pids, *(row[0] for row in backends)]:
            with suppress(psutil.NoSuchProcess):
                times = psutil.Process(pid).cpu_times()
                seconds[pid] = times.user + times.system
        return seconds


def readers_of(served: Product) -> Any:
    """A member of each of some teams, signed in, with the address of the team's report."""
    from teams.models import Membership

    seats = Membership.objects.select_related("user", "team").order_by("team_id", "pk")
    for seat in seats.distinct("team_id")[: PAGES + 1]:
        yield served.client(Cookie=f"sessionid={session_of(seat.user)}"), seat.team.slug


def cost_of_reading(served: Product, reader: Client, slug: str) -> Cost:
    with spent([served.process]) as cost:
        reader.get(f"/teams/{slug}/health/")
    return cost


def middle(costs: list[Cost]) -> Cost:
    return Cost(
        *(statistics.median(getattr(one, name) for one in costs) for name in ("wall", "cpu"))
    )


def sql(*statements: Any, **told: Any) -> Any:
    from django.db import connection

    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement, told or None)
        if cursor.description:
            return cursor.fetchall()
        return None


def size_of_history() -> tuple[Any, ...]:
    rows: list[tuple[Any, ...]] = sql(
        "SELECT count(*), pg_size_pretty(pg_total_relation_size('projects_event')) "
        "FROM projects_event"
    )
    return rows[0]


@contextmanager
def worker() -> Iterator[Any]:
    """The product's worker with its processes; yields these."""
    program = psutil.Popen(
        [
            sys.executable,
            "-m",
            "celery",
            "-A",
            "config",
            "worker",
            "--without-gossip",
            "--without-mingle",
            "--without-heartbeat",
        ],
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    try:
        while len(program.children()) < int(WORKERS):
            time.sleep(0.2)
        yield program.children()
    finally:
        program.terminate()
        program.wait()


def run_night() -> None:
    """Ask as the clock does, ring as beat does, and wait for the last team."""
    from jobs.models import Job
    from jobs.models.job import ring

    Job.objects.all().delete()
    Job.ask("nightly_reports", key="bench")
    while Job.objects.filter(state__in=("waiting", "running")).exists():
        ring()
        time.sleep(2)
    failed = Job.objects.failed().first()
    if failed:
        raise SystemExit(f"A job failed: {failed.error}")


def peak_of(process: Any) -> float:
    """The most memory a process ever held, in megabytes."""
    with open(f"/proc/{process.pid}/status") as status:
        line = next(line for line in status if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    main()
