from metrics.models.facts.incident import FactIncident
from metrics.models.facts.project_facts import ProjectFacts
from metrics.models.facts.reconciliation import Reconciliation
from metrics.models.facts.sprint_fact import SprintFact
from metrics.models.facts.story_fact import StoryFact

__all__ = ["FactIncident", "ProjectFacts", "Reconciliation", "SprintFact", "StoryFact"]
