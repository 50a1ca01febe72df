from teams.models.absence import Absence
from teams.models.membership import Discipline, Membership, Role
from teams.models.team import Team
from teams.models.user import User

__all__ = ["Absence", "Discipline", "Membership", "Role", "Team", "User"]
