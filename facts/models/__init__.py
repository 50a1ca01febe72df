from facts.models.incident import FactIncident
from facts.models.project_facts import ProjectFacts
from facts.models.reconciliation import Reconciliation
from facts.models.sprint_fact import SprintFact
from facts.models.story_fact import StoryFact

__all__ = ["FactIncident", "ProjectFacts", "Reconciliation", "SprintFact", "StoryFact"]
