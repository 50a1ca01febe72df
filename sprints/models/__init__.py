from sprints.models.commitment import Commitment, CommittedStory
from sprints.models.sprint import Sprint

__all__ = ["Commitment", "CommittedStory", "Sprint"]
