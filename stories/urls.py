from django.urls import path

import web.converters  # noqa: F401  teaches <project:key> and <story:key>
from stories import pages
from stories.pages import changes
from stories.pages.experiment import hypothesis_experiments

urlpatterns = [
    path("projects/<project:key>/board/", pages.board, name="board"),
    path("projects/<project:key>/columns/", pages.columns, name="columns"),
    path("columns/<row:pk>/settings/", pages.column_settings, name="column_settings"),
    path("columns/<row:pk>/places/", pages.column_places, name="column_places"),
    path("columns/<row:pk>/removals/", pages.column_removals, name="column_removals"),
    path("projects/<project:key>/backlog/", pages.backlog, name="backlog"),
    path(
        "projects/<project:key>/backlog/stories/", pages.write_in_backlog, name="write_in_backlog"
    ),
    path("projects/<project:key>/backlog/changes/", pages.change_many, name="change_many"),
    path("projects/<project:key>/stories/", pages.write_story, name="write_story"),
    path("stories/<story:key>/", pages.story, name="story"),
    path("stories/<story:key>/card/", pages.card, name="card"),
    path("stories/<story:key>/previews/", pages.preview, name="preview"),
    path("stories/<story:key>/moves/", changes.move, name="move"),
    path("stories/<story:key>/rankings/", changes.rank, name="rank"),
    path("stories/<story:key>/assignments/", changes.hand_over, name="hand_over"),
    path("stories/<story:key>/pairings/", changes.pair, name="pair"),
    path("stories/<story:key>/plans/", changes.plan, name="plan"),
    path("stories/<story:key>/themes/", changes.file_under, name="file_under"),
    path("stories/<story:key>/tests/", changes.test, name="test_hypothesis"),
    path("stories/<story:key>/shipments/", changes.ship, name="ship_with"),
    path("stories/<story:key>/kinds/", changes.classify, name="classify"),
    path("stories/<story:key>/labels/", changes.label, name="label"),
    path("stories/<story:key>/blockers/", changes.block, name="block"),
    path("stories/<story:key>/estimates/", changes.estimate, name="estimate"),
    path("stories/<story:key>/titles/", changes.rename, name="rename"),
    path("stories/<story:key>/descriptions/", changes.describe, name="describe"),
    path("stories/<story:key>/dependencies/", changes.depend, name="depend"),
    path("stories/<story:key>/comments/", changes.comment, name="comment"),
    path("stories/<story:key>/comments/<row:comment>/rewordings/", changes.reword, name="reword"),
    path(
        "stories/<story:key>/comments/<row:comment>/withdrawal/", changes.withdraw, name="withdraw"
    ),
    path("hypotheses/<row:pk>/experiments/", hypothesis_experiments, name="hypothesis_experiments"),
    path("search/", pages.search, name="search"),
]
