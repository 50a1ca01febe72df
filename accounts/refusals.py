"""What is refused here, each rule by its own name: the API tells it as its code."""

from base.refusals import Invalid, NotAllowed


class TokenWithoutName(Invalid):
    """A token says what it is for."""


class TokenLife(Invalid):
    """A token lives 1 to 366 days."""


class TokenOfATeam(Invalid):
    """A service's token is of one team; no other is."""


class TokenByLead(NotAllowed):
    """A service's token is made by a lead of its team."""


class TokenIssuesNoOther(NotAllowed):
    """Tokens are issued to people who have signed in."""
