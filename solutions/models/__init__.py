from solutions.models.linked import SolutionLink, SolutionStory
from solutions.models.look import Look
from solutions.models.solution import Solution
from solutions.models.stage import Stage

__all__ = ["Look", "Solution", "SolutionLink", "SolutionStory", "Stage"]
