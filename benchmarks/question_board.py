"""A board of 40 questions beside a board of 100 cards: what each page costs the server.

A quarter of the questions is open with two long answers each, the rest has a draft of the reader's
side under its seal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.beside_cards import beside_cards

if TYPE_CHECKING:
    from projects.models import Project
    from teams.models.user import User

QUESTIONS = 40
WORDS = "From the archive, as far as we know; a sample of it would tell. " * 12


def main() -> None:
    beside_cards(f"a board of {QUESTIONS} questions", questions_of)


def questions_of(project: Project, users: list[User]) -> str:
    """A use case with its questions."""
    from projects.models import Question, UseCase

    use_case = UseCase.distil(project, title="Bench", by=users[0])
    for number in range(QUESTIONS):
        question = Question.ask(use_case, text=f"Why {number}?", asked_from="science", by=users[0])
        question.answer(belief=f"{WORDS} {number}", sure="fairly", by=users[0])
        if number % 4 == 0:
            question.answer(belief=f"No. {WORDS}", by=users[1])
            question.make_final(by=users[0])
            question.make_final(by=users[1])
    return f"/use-cases/{use_case.pk}/questions/"


if __name__ == "__main__":
    main()
