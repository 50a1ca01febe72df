"""A board of 40 questions beside a board of 100 cards: what each page costs the server.

A quarter of the questions is open with two long answers each, the rest has a draft of the reader's
side under its seal. Pages are asked for in turns; what counts is the processor time of the server.
"""

from __future__ import annotations

import statistics
from itertools import cycle
from typing import TYPE_CHECKING

import psutil

from benchmarks.product import KEY, Product, people, product, project_with, session_of

if TYPE_CHECKING:
    from benchmarks.product import Client
    from projects.models import Project, UseCase
    from teams.models.user import User

QUESTIONS, CARDS, TURNS = 40, 100, 40
WORDS = "From the archive, as far as we know; a sample of it would tell. " * 12


def main() -> None:
    with product() as served:
        team, users = people(8)
        project, _ = project_with(CARDS, team, users)
        use_case = questions_of(project, users)
        reader = served.client(Cookie=f"sessionid={session_of(users[0])}")
        pages = {
            f"a board of {CARDS} cards": f"/projects/{KEY}/board/",
            f"a board of {QUESTIONS} questions": f"/use-cases/{use_case.pk}/questions/",
        }
        costs: dict[str, list[float]] = {name: [] for name in pages}
        for path in pages.values():
            reader.get(path)
        for name, _ in zip(cycle(pages), range(2 * TURNS), strict=False):
            costs[name].append(cost_of(served, reader, pages[name]))
        cards, questions = (statistics.median(times) for times in costs.values())
        for name, times in costs.items():
            print(f"{name}: {statistics.median(times) * 1000:.0f} ms of the processor")
        print(f"the questions cost {questions / cards:.2f} of the cards")


def questions_of(project: Project, users: list[User]) -> UseCase:
    """A use case with its questions; the first person is of science, the second of engineering."""
    from projects.models import Question, UseCase

    use_case = UseCase.distil(project, title="Bench", by=users[0])
    for number in range(QUESTIONS):
        question = Question.ask(use_case, text=f"Why {number}?", asked_from="science", by=users[0])
        question.answer(belief=f"{WORDS} {number}", sure="fairly", by=users[0])
        if number % 4 == 0:
            question.answer(belief=f"No. {WORDS}", by=users[1])
            question.make_final(by=users[0])
            question.make_final(by=users[1])
    return use_case


def cost_of(served: Product, reader: Client, path: str) -> float:
    """Seconds of the processor that the server and its processes spent on one request."""
    before = spent(served)
    for _ in range(5):
        reader.get(path)
    return (spent(served) - before) / 5


def spent(served: Product) -> float:
    total = 0.0
    for one in (served.process, *served.process.children(recursive=True)):
        times = psutil.Process(one.pid).cpu_times()
        total += times.user + times.system
    return total


if __name__ == "__main__":
    main()
