from teams.models.absence import Absence
from teams.models.membership import Membership
from teams.models.team import Team
from teams.models.user import User

__all__ = ["Absence", "Membership", "Team", "User"]
