from projects.pages.charter import charter_confirmations, charters, signatures
from projects.pages.old_text import old_texts, strike_out
from projects.pages.plan import (
    theme,
    theme_places,
    theme_states,
    theme_windows,
    themes,
    use_case,
    use_case_drops,
    use_cases,
)
from projects.pages.project import (
    activity,
    currencies,
    edit,
    new_project,
    project,
    projects,
    states,
)
from projects.pages.release import release_uses, release_withdrawals, releases
from projects.pages.team_activity import team_activity

__all__ = [
    "activity",
    "charter_confirmations",
    "charters",
    "currencies",
    "edit",
    "new_project",
    "old_texts",
    "project",
    "projects",
    "release_uses",
    "release_withdrawals",
    "releases",
    "signatures",
    "states",
    "strike_out",
    "team_activity",
    "theme",
    "theme_places",
    "theme_states",
    "theme_windows",
    "themes",
    "use_case",
    "use_case_drops",
    "use_cases",
]
