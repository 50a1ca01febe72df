from projects.models.charter import Charter, Signature
from projects.models.hypothesis import Hypothesis
from projects.models.project import Project
from projects.models.release import Release
from projects.models.theme import Theme
from projects.models.use_case import UseCase

__all__ = [
    "Charter",
    "Hypothesis",
    "Project",
    "Release",
    "Signature",
    "Theme",
    "UseCase",
]
