"""bin/bench: measure the budgets of docs/architecture.md, as ratios within one run."""

from bin.launch.session import Session


def main(arguments):
    """`python -m benchmarks` lists its benchmarks when called without names."""
    session = Session("bench", "requirements.txt", "requirements-dev.txt")
    return session.run(["-m", "benchmarks", *arguments])
