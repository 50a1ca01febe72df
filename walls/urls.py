from django.urls import path

import web.converters  # noqa: F401  teaches <project:key> and <row:pk>
from walls.pages import grouping, note, wall, walls, writing

urlpatterns = [
    path("projects/<project:key>/walls/", walls.walls, name="walls"),
    path("use-cases/<row:pk>/wall/", walls.wall_of_use_case, name="use_case_wall"),
    path("themes/<row:pk>/wall/", walls.wall_of_theme, name="theme_wall"),
    path(
        "projects/<project:key>/sprints/<number:number>/wall/",
        walls.wall_of_sprint,
        name="sprint_wall",
    ),
    path("walls/<row:pk>/", wall.wall, name="wall"),
    path("walls/<row:pk>/reveals/", wall.wall_reveals, name="wall_reveals"),
    path("walls/<row:pk>/vote-openings/", wall.wall_vote_openings, name="wall_vote_openings"),
    path("walls/<row:pk>/vote-closings/", wall.wall_vote_closings, name="wall_vote_closings"),
    path("walls/<row:pk>/closings/", wall.wall_closings, name="wall_closings"),
    path("walls/<row:pk>/step-backs/", wall.wall_step_backs, name="wall_step_backs"),
    path("walls/<row:pk>/shows/", wall.wall_shows, name="wall_shows"),
    path("walls/<row:pk>/hides/", wall.wall_hides, name="wall_hides"),
    path("walls/<row:pk>/timers/", wall.wall_timers, name="wall_timers"),
    path("walls/<row:pk>/timer-stops/", wall.wall_timer_stops, name="wall_timer_stops"),
    path("walls/<row:pk>/notes/", writing.wall_notes, name="wall_notes"),
    path("walls/<row:pk>/rewordings/", writing.wall_rewordings, name="wall_rewordings"),
    path("walls/<row:pk>/withdrawals/", writing.wall_withdrawals, name="wall_withdrawals"),
    path("walls/<row:pk>/votes/", writing.wall_votes, name="wall_votes"),
    path("walls/<row:pk>/moves/", grouping.wall_moves, name="wall_moves"),
    path("walls/<row:pk>/group-moves/", grouping.wall_group_moves, name="wall_group_moves"),
    path("walls/<row:pk>/groups/<row:group>/", grouping.wall_group, name="wall_group"),
    path("walls/<row:pk>/names/", grouping.wall_names, name="wall_names"),
    path("walls/<row:pk>/arrows/", grouping.wall_arrows, name="wall_arrows"),
    path("walls/<row:pk>/erasures/", grouping.wall_erasures, name="wall_erasures"),
    path("walls/<row:pk>/discussions/", grouping.wall_discussions, name="wall_discussions"),
    path("walls/<row:pk>/notes/<row:note>/", note.wall_note, name="wall_note"),
    path(
        "walls/<row:pk>/notes/<row:note>/questions/",
        note.wall_note_questions,
        name="wall_note_questions",
    ),
    path(
        "walls/<row:pk>/notes/<row:note>/hypotheses/",
        note.wall_note_hypotheses,
        name="wall_note_hypotheses",
    ),
    path("walls/<row:pk>/notes/<row:note>/themes/", note.wall_note_themes, name="wall_note_themes"),
    path(
        "walls/<row:pk>/notes/<row:note>/stories/",
        note.wall_note_stories,
        name="wall_note_stories",
    ),
    path(
        "walls/<row:pk>/notes/<row:note>/actions/",
        note.wall_note_actions,
        name="wall_note_actions",
    ),
    path(
        "walls/<row:pk>/notes/<row:note>/rewordings/",
        note.wall_note_rewordings,
        name="wall_note_rewordings",
    ),
    path(
        "walls/<row:pk>/notes/<row:note>/withdrawals/",
        note.wall_note_withdrawals,
        name="wall_note_withdrawals",
    ),
]
