"""Whether the report's alerts find changes planted in made-up teams, and are quiet otherwise.

`bin/bench planted` makes up 1,000 quiet teams (`--teams`), and sixty with each change in each
size (`--planted`); for each it composes the trends of the reports after three sprints, with the
product's own signals. The same reports are judged by other rules, and some histories by other
tests. `--seed` says which teams, `--processes` how many at once. A few of them are told again
through the product's verbs, event by event, and their reports have to say the same.
"""

import argparse
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from multiprocessing import Pool
from typing import Any

from benchmarks.api_list import scratch_database

FOURTH, TOLD = 4, 3  # of the quiet teams; how many are told again
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1"}  # each process has a core of its own


def main(arguments: list[str] | None = None) -> None:
    asked = parsed(arguments)
    with scratch_database() as environment:
        told = [str(one) for one in vars(asked).values()]
        command = f"from benchmarks.planted import run; run({', '.join(told)})"
        environment = environment | ONE_THREAD
        subprocess.run([sys.executable, "-c", command], env=environment, check=True)


def parsed(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench planted")
    parser.add_argument("--teams", type=int, default=1000)
    parser.add_argument("--planted", type=int, default=60)
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--processes", type=int, default=os.cpu_count())
    return parser.parse_args(arguments)


def run(teams: int, planted: Any, seed: int, processes: int) -> None:
    """In a process of its own, set up for the scratch database."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from benchmarks.invented import trials

    began = time.perf_counter()
    with Pool(processes) as pool:  # before any of them could share a connection
        fourth = max(1, teams // FOURTH)
        rough, young = trials.quiet(seed + 1, fourth, rough=True), trials.YOUNG
        seen = [
            quiet(pool, "quiet teams", trials.quiet(seed, teams)),
            quiet(pool, "quiet teams whose sprints wander", rough),
            quiet(pool, "young quiet teams", trials.quiet(seed + 3, fourth, first=young)),
        ]
        found = power(pool, planted, seed + 2)
        rules(seen[:2], found)
        tests(pool, fourth, planted, seed + 4)
    agreement(seed)
    print(f"\nin {time.perf_counter() - began:.0f} s")


def quiet(pool: Any, name: str, chosen: Any) -> Any:
    """Print how often such teams are alerted: in a report, in three of them, by each signal."""
    from benchmarks.invented.trials import alerted

    seen = watched(pool, name, chosen)
    reports = []
    for team in seen:
        for one in team:
            reports.append(alerted(one))
    last = [alerted(team[-1]) for team in seen]
    some = sum(any(alerted(one) for one in team) for team in seen)
    print(f"\n| {len(seen):,} {name} | teams alerted |\n|---|---|")
    print(f"| in one report | {share(sum(map(bool, last)), len(last))} |")
    print(f"| in any of three reports in a row | {share(some, len(seen))} |")
    by_signal = Counter(key for one in last for key in one)
    for key in sorted({key for team in seen for key in team[-1]}):
        print(f"| in one report, by {key} | {share(by_signal[key], len(last))} |")
    print(f"\n{sum(map(bool, reports))} of {len(reports):,} reports alert something.", flush=True)
    return seen


def power(pool: Any, teams: int, seed: int) -> dict[Any, Any]:
    """Print for each change and size how many teams are alerted within three sprints.

    Return what the reports of the first size of each say, by change.
    """
    from benchmarks.invented import trials

    print("\n| planted | in teams with, a sprint | alerted | stands in the third report |")
    print("|---|---|---|---|")
    first: dict[Any, Any] = {}
    for change, sizes, start in trials.cells():
        for name in sizes:
            chosen = trials.changed(seed, teams, change, change.sizes[name], start)
            seen = watched(pool, f"{change.name}, {name}", chosen)
            found = sum(trials.is_found(change, team) for team in seen)
            stands = sum(trials.stands_at_last(change, team) for team in seen)
            age = ", young" if start == trials.YOUNG else ""
            print(
                f"| {change.name} ({change.signal}) | {name} {change.grows}{age} | "
                f"{share(found, teams)} | {share(stands, teams)} |",
                flush=True,
            )
            first.setdefault(change, seen)
    return {change: first[change] for change in trials.CHANGES}


def rules(quiet_ones: Any, found: Any) -> None:
    """Print what other rules would have made of the same reports."""
    from benchmarks.invented.rules import RULES

    heads = [f"{change.name} ({change.signal})" for change in found]
    print(
        "\n| tails | a sprint before it | false alarms a report | in any of three | wandering |",
        end="",
    )
    print(f" {' | '.join(heads)} |\n|{'---|' * (5 + len(heads))}")
    for rule in RULES:
        alarms = []
        for seen in quiet_ones:
            alarms.append([[rule.alerted(one) for one in team] for team in seen])
        of_last = []
        for some in alarms:
            of_last.append(sum(bool(team[-1]) for team in some) / len(some))
        ever = sum(any(team) for team in alarms[0]) / len(alarms[0])
        right = []
        for change, seen in found.items():
            wanted = (change.signal, change.direction)
            alerted = []
            for team in seen:
                alerted.append(any(wanted in rule.alerted(one) for one in team))
            right.append(sum(alerted) / len(seen))
        shares = (of_last[0], ever, of_last[1], *right)
        print(f"| {rule.name} | {' | '.join(f'{100 * one:.1f} %' for one in shares)} |")


def tests(pool: Any, teams: int, planted: Any, seed: int) -> None:
    """Print how often other tests than the product's find a change by themselves."""
    from benchmarks.invented import alternatives, trials

    none = every(pool, alternatives.judged, "other tests", trials.quiet(seed, teams))
    found = {}
    for change in trials.TESTED:
        found[change] = every(
            pool,
            alternatives.judged,
            f"other tests, {change.name}",
            trials.changed(seed, planted, change, change.first_size),
        )
    print("\n| signal | its test | p ≤ 0.10 without a change | with one |\n|---|---|---|---|")
    for key, name in none[0]:
        for change in alternatives.PLANTED[key]:
            low = [small(seen, (key, name)) for seen in (none, found[change])]
            print(f"| {key}, {change.name} | {name} | {' | '.join(low)} |", flush=True)


def small(seen: Any, test: Any) -> str:
    p_values = []
    for one in seen:
        if test in one:
            p_values.append(one[test])
    return share(sum(p <= 0.10 for p in p_values), len(p_values))


def watched(pool: Any, name: str, chosen: Any) -> Any:
    from benchmarks.invented.trials import run

    return every(pool, run, name, chosen)


def every(pool: Any, work: Callable[..., Any], name: str, chosen: Any) -> list[Any]:
    """Do it for each of them side by side, in their order, and tell how far it is."""
    done = []
    for one in pool.imap(work, chosen, chunksize=5):
        done.append(one)
        if sys.stderr.isatty() or len(done) % 100 == 0:
            print(f"\r{name}: {len(done):,} of {len(chosen):,} ", end="", file=sys.stderr)
    print("\r" + " " * 70 + "\r", end="", file=sys.stderr, flush=True)
    return done


def agreement(seed: int) -> None:
    """Tell some teams through the verbs, and compare every trend with the arrays' own."""
    from django.core.management import call_command

    from benchmarks.invented import trials
    from benchmarks.invented.retelling import differences

    call_command("migrate", verbosity=0)
    chosen = trials.quiet(seed, TOLD - 1)
    chosen += trials.changed(seed, 1, trials.SLOWER, trials.SLOWER.first_size)
    for place, trial in enumerate(chosen, start=1):
        print(f"\rtold by verbs: {place} of {TOLD} ", end="", file=sys.stderr, flush=True)
        if wrong := differences(trial.told(), trials.CHANGE + trials.SPRINTS - 1, place):
            raise SystemExit(f"The events of team {place} tell other trends: {', '.join(wrong)}.")
    print(f"\n{TOLD} teams told through the verbs have the same trends in their reports.")


def share(hits: int, n: int) -> str:
    from numerics.statistics.proportions import wilson

    interval = wilson(hits, n, z=1.96)
    return f"{100 * hits / n:.1f} % ({100 * interval.low:.1f}–{100 * interval.high:.1f})"


if __name__ == "__main__":
    main()
