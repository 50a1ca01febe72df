"""Whether the report's alerts find changes planted in made-up teams, and are quiet otherwise.

`bin/bench planted` makes up 1,000 quiet teams (`--teams`), and a hundred with each change in each
size (`--planted`); for each it composes the reports after three sprints, with the product's own
signals and trends. `--seed` says which teams, `--processes` how many at once. A few of them are
told again through the product's verbs, event by event, and their reports have to say the same.
"""

import argparse
import os
import subprocess
import sys
import time
from collections import Counter
from multiprocessing import Pool

from benchmarks.api_list import scratch_database

ROUGH, TOLD = 4, 3  # every fourth; how many


def main(arguments=None):
    asked = parsed(arguments)
    with scratch_database() as environment:
        told = [str(one) for one in vars(asked).values()]
        command = f"from benchmarks.planted import run; run({', '.join(told)})"
        subprocess.run([sys.executable, "-c", command], env=environment, check=True)


def parsed(arguments):
    parser = argparse.ArgumentParser(prog="bin/bench planted")
    parser.add_argument("--teams", type=int, default=1000)
    parser.add_argument("--planted", type=int, default=100)
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--processes", type=int, default=os.cpu_count())
    return parser.parse_args(arguments)


def run(teams, planted, seed, processes):
    """In a process of its own, set up for the scratch database."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from benchmarks.invented import trials

    began = time.perf_counter()
    with Pool(processes) as pool:  # before any of them could share a connection
        quiet(pool, "quiet teams", trials.quiet(seed, teams))
        rough = trials.quiet(seed + 1, max(1, teams // ROUGH), rough=True)
        quiet(pool, "quiet teams whose sprints wander", rough)
        power(pool, planted, seed + 2)
    agreement(seed)
    print(f"\nin {time.perf_counter() - began:.0f} s")


def quiet(pool, name, chosen):
    """Print how often such teams are alerted: in a report, in three of them, by each signal."""
    from benchmarks.invented.trials import alerted

    seen = watched(pool, name, chosen)
    reports = [alerted(one) for team in seen for one in team]
    last = [alerted(team[-1]) for team in seen]
    some = sum(any(alerted(one) for one in team) for team in seen)
    print(f"\n| {len(seen):,} {name} | teams alerted |\n|---|---|")
    print(f"| in one report | {share(sum(map(bool, last)), len(last))} |")
    print(f"| in any of three reports in a row | {share(some, len(seen))} |")
    by_signal = Counter(key for one in last for key in one)
    for key in sorted({key for team in seen for key in team[-1]}):
        print(f"| in one report, by {key} | {share(by_signal[key], len(last))} |")
    print(f"\n{sum(map(bool, reports))} of {len(reports):,} reports alert something.", flush=True)


def power(pool, teams, seed):
    """Print for each change and size how many teams are alerted within three sprints."""
    from benchmarks.invented import trials

    print("\n| planted | in teams with, a sprint | alerted | stands in the third report |")
    print("|---|---|---|---|")
    for change, sizes in trials.cells():
        for name in sizes:
            chosen = trials.changed(seed, teams, change, change.sizes[name])
            seen = watched(pool, f"{change.name}, {name}", chosen)
            found = sum(trials.is_found(change, team) for team in seen)
            stands = sum(trials.stands_at_last(change, team) for team in seen)
            print(
                f"| {change.name} ({change.signal}) | {name} {change.grows} | "
                f"{share(found, teams)} | {share(stands, teams)} |",
                flush=True,
            )


def watched(pool, name, chosen):
    """Run the trials side by side, in their order, and tell how far it is."""
    from benchmarks.invented.trials import run

    seen = []
    for reports in pool.imap(run, chosen, chunksize=5):
        seen.append(reports)
        if sys.stderr.isatty() or len(seen) % 100 == 0:
            print(f"\r{name}: {len(seen):,} of {len(chosen):,} ", end="", file=sys.stderr)
    print("\r" + " " * 70 + "\r", end="", file=sys.stderr, flush=True)
    return seen


def agreement(seed):
    """Tell some teams through the verbs, and compare every trend with the arrays' own."""
    from django.core.management import call_command

    from benchmarks.invented import trials
    from benchmarks.invented.retelling import differences

    call_command("migrate", verbosity=0)
    chosen = trials.quiet(seed, TOLD - 1)
    chosen += trials.changed(seed, 1, trials.CHANGES[0], trials.SIZES["6–12"])
    for place, trial in enumerate(chosen, start=1):
        print(f"\rtold by verbs: {place} of {TOLD} ", end="", file=sys.stderr, flush=True)
        if wrong := differences(trial.told(), trials.CHANGE + trials.SPRINTS - 1, place):
            raise SystemExit(f"The events of team {place} tell other trends: {', '.join(wrong)}.")
    print(f"\n{TOLD} teams told through the verbs have the same trends in their reports.")


def share(hits, n):
    from metrics.statistics.proportions import wilson

    interval = wilson(hits, n, z=1.96)
    return f"{100 * hits / n:.1f} % ({100 * interval.low:.1f}–{100 * interval.high:.1f})"


if __name__ == "__main__":
    main()
