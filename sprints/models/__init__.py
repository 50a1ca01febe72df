from sprints.models.commitment import Commitment, CommittedStory
from sprints.models.retrospective import Action, Retrospective
from sprints.models.sprint import Sprint
from sprints.models.standup import Standup

__all__ = ["Action", "Commitment", "CommittedStory", "Retrospective", "Sprint", "Standup"]
