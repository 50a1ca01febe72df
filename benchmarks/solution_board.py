"""The board of 200 solutions beside a board of 100 cards: what each page costs the server.

A third of them is only sketched, of a third both disciplines have signed that it fits, and a third
is tried in the wild.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.beside_cards import beside_cards
from benchmarks.product import KEY

if TYPE_CHECKING:
    from projects.models import Project
    from solutions.models import Solution
    from teams.models.user import User

SOLUTIONS = 200


def main() -> None:
    beside_cards(f"a board of {SOLUTIONS} solutions", solutions_of)


def solutions_of(project: Project, users: list[User]) -> str:
    from projects.models import UseCase
    from solutions.models import Solution

    use_case = UseCase.distil(project, title="Bench", by=users[0])
    for number in range(SOLUTIONS):
        solution = Solution.sketch(
            project,
            name=f"Solution {number}",
            kind="model",
            does="Predicts which of them will leave.",
            use_cases=[use_case],
            science_keeper=users[0],
            engineering_keeper=users[1],
            by=users[0],
        )
        if number % 3 == 1:
            sign(solution, users)
        elif number % 3 == 2:
            try_out(solution, users)
    return f"/projects/{KEY}/solutions/"


def sign(solution: Solution, users: list[User]) -> None:
    from solutions.models import FitReview

    review = FitReview.begin(solution, by=users[0])
    for someone in users[:2]:
        review.go_through(by=someone)
    if not review.signatures.filter(side="science").exists():
        review.sign(by=users[0])


def try_out(solution: Solution, users: list[User]) -> None:
    from solutions.models import Trial

    trial = Trial.draft(
        solution,
        environment="staging",
        name="Bench",
        population="All of them",
        planned_n=100,
        metric="Found",
        threshold=1.0,
        rollback_plan="It is switched off.",
        runners=users[:2],
        by=users[0],
    )
    trial.guard("Crashes", "none", by=users[0])
    trial.start(by=users[0])


if __name__ == "__main__":
    main()
