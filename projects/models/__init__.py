from projects.models.answer import Answer
from projects.models.charter import Charter, Signature
from projects.models.decision import Decision
from projects.models.frozen_theme import FrozenTheme
from projects.models.hypothesis import Hypothesis
from projects.models.hypothesis_amendment import HypothesisAmendment
from projects.models.hypothesis_look import HypothesisLook
from projects.models.project import Project
from projects.models.question import Question
from projects.models.question_note import QuestionNote
from projects.models.question_round import QuestionRound
from projects.models.question_set import QuestionSet
from projects.models.release import Release
from projects.models.shelf_item import ShelfItem
from projects.models.theme import Theme
from projects.models.use_case import UseCase

__all__ = [
    "Answer",
    "Charter",
    "Decision",
    "FrozenTheme",
    "Hypothesis",
    "HypothesisAmendment",
    "HypothesisLook",
    "Project",
    "Question",
    "QuestionNote",
    "QuestionRound",
    "QuestionSet",
    "Release",
    "ShelfItem",
    "Signature",
    "Theme",
    "UseCase",
]
