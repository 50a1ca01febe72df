from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.http import HttpResponse
from rest_framework.decorators import action

from base.refusals import Refused
from projects.api.base import NUMBER, PROJECT
from stories.api import inputs
from stories.api.query import StoryQuery
from stories.api.shape import StoryShape, WrittenShape
from stories.models import Story
from web.api.answers import Answer, tagged
from web.api.ending import Ended, ending, ending_of
from web.api.idempotency import idempotent
from web.api.inputs import taken
from web.api.patching import Patched
from web.api.query import NoQuery
from web.api.resources import Created, Listed, Resource, Retrieved
from web.api.verbs import verb

if TYPE_CHECKING:
    from projects.models.project import Project
    from stories.models.story import StoryQuerySet
    from teams.models.user import User
    from web.requests import ApiRequest

STORY = f"{PROJECT}-[1-9][0-9]{{0,8}}"


class StoryResource(Listed, Retrieved, Created, Patched, Ended, Resource):
    """Stories of all your projects, addressed by their key."""

    shape = StoryShape
    query = StoryQuery
    takes = inputs.StoryInput
    lookup_field = "key"
    lookup_value_regex = STORY
    related = ("project__team", "column")
    lock = {"even_closed": True}
    stays = True

    def seen(self, rows: StoryQuerySet) -> StoryQuerySet:
        return rows.visible_to(self.request.user)

    def addressed(self, rows: StoryQuerySet) -> StoryQuerySet:
        return rows.by_key(self.kwargs["key"])

    def make(self, given: dict[str, Any], by: User) -> Story:
        """Write a story."""
        return Story.write(**given, by=by)

    @action(detail=False, methods=["post"], url_path="bulk", url_name="bulk")
    def bulk(self, request: ApiRequest, **kwargs: Any) -> HttpResponse:
        """Write many stories together, or none of them: each fault names its story."""
        return idempotent(request, lambda: self._write_all(request))

    vars(bulk).update(takes=inputs.BulkInput, gives=WrittenShape)

    def _write_all(self, request: ApiRequest) -> HttpResponse:
        NoQuery.read(request.query_params)
        given = taken(inputs.BulkInput, request.data, None, request)["stories"]
        drafts: dict[Any, dict[int, dict[str, Any]]] = {}
        for place, draft in enumerate(given):
            drafts.setdefault(draft.pop("project"), {})[place] = draft
        written: dict[int, Story] = {}
        with transaction.atomic():
            for project in sorted(drafts, key=attrgetter("pk")):  # in everybody's order of locks
                written |= self._write(project, drafts[project])
        keys = [written[place].key for place in sorted(written)]
        return tagged(request, Answer({"keys": keys}, status=201))

    def _write(self, project: Project, drafts: dict[int, dict[str, Any]]) -> dict[int, Story]:
        """Write the stories of one project; both by their places in the body."""
        places = list(drafts)
        try:
            stories = Story.write_all(project, list(drafts.values()), by=self.request.user)
        except Refused as refused:
            if refused.place is not None:
                field = f"stories/{places[refused.place]}/{refused.field or ''}"
                refused.field = field.rstrip("/")
            raise
        return dict(zip(places, stories, strict=True))

    @verb(takes=inputs.Move, edits={"column": "column"})
    def moves(self, story: Story, given: dict[str, Any], by: User) -> None:
        """Move the story to a column, and to a place in it if its neighbours are named."""
        story.move_to(given.pop("column"), **given, by=by)

    @verb(takes=inputs.Assignment, edits={"owner": "to"})
    def assignments(self, story: Story, given: dict[str, Any], by: User) -> None:
        """Give the story to somebody of the team, or to nobody."""
        story.hand_to(given["to"], by=by)

    @verb(takes=inputs.Pairing)
    def pairings(self, story: Story, given: dict[str, Any], by: User) -> None:
        """Let somebody work on it together with the owner."""
        story.pair_with(given["user"], by=by)

    @ending("pairings", names=("user", NUMBER), takes=inputs.Pairing)
    def end_pairing(self, story: Story, given: dict[str, Any], by: User) -> None:
        """End a pairing."""
        story.part_from(given["user"], by=by)

    @verb(takes=inputs.Plan, edits={"sprint": "sprint"})
    def plans(self, story: Story, given: dict[str, Any], by: User) -> None:
        """Put the story into a sprint, or back into the backlog."""
        story.plan_into(given["sprint"], by=by)

    @verb(takes=inputs.ThemeChoice, edits={"theme": "theme"})
    def themes(self, story: Story, given: dict[str, Any], by: User) -> None:
        """Say which theme the story serves."""
        story.file_under(given["theme"], by=by)

    @verb(takes=inputs.Test, edits={"hypothesis": "hypothesis"})
    def tests(self, story: Story, given: dict[str, Any], by: User) -> None:
        """Say which hypothesis the story puts to the test."""
        story.test(given["hypothesis"], by=by)

    @verb(takes=inputs.Shipment, edits={"release": "release"})
    def shipments(self, story: Story, given: dict[str, Any], by: User) -> None:
        """Say with which release it goes to the users."""
        story.ship_with(given["release"], by=by)

    @verb(takes=inputs.Need)
    def dependencies(self, story: Story, given: dict[str, Any], by: User) -> None:
        """Say that it can't be finished before another story."""
        story.depend_on(given["needs"], by=by)

    @ending("dependencies", names=("needs", STORY), takes=inputs.Need)
    def end_dependency(self, story: Story, given: dict[str, Any], by: User) -> None:
        """It can go on without the other story after all."""
        story.release_from(given["needs"], by=by)

    @verb(takes=inputs.Ranking)
    def rankings(self, story: Story, given: dict[str, Any], by: User) -> None:
        """Rank the story under the one above and over the one below."""
        story.rank_between(given["above"], given["below"], by=by)

    @verb(takes=inputs.Blocker)
    def blockers(self, story: Story, given: dict[str, Any], by: User) -> None:
        """Say what the story waits for."""
        story.block(**given, by=by)

    @ending_of(blockers)
    def end_blocker(self, story: Story, given: dict[str, Any], by: User) -> None:
        """It waits no longer."""
        story.unblock(by=by)

    @verb(
        takes=inputs.Estimate,
        edits={"points": "points", "time_box_days": "time_box_days"},
    )
    def estimates(self, story: Story, given: dict[str, Any], by: User) -> None:
        """Give the story points, or a time box, or neither."""
        story.estimate(**given, by=by)

    @verb(takes=inputs.Title, edits={"title": "title"})
    def titles(self, story: Story, given: dict[str, Any], by: User) -> None:
        """Call it something else."""
        story.rename(given["title"], by=by)

    @verb(takes=inputs.Description, edits={"body": "body"})
    def descriptions(self, story: Story, given: dict[str, Any], by: User) -> None:
        """Describe it anew."""
        story.describe(given["body"], by=by)

    @verb(takes=inputs.Kind, edits={"kind": "kind"})
    def kinds(self, story: Story, given: dict[str, Any], by: User) -> None:
        """Say that it is of another kind."""
        story.classify(given["kind"], by=by)

    @verb(takes=inputs.LabelSet, edits={"labels": "labels"})
    def labels(self, story: Story, given: dict[str, Any], by: User) -> None:
        """Set all labels of the story."""
        story.label(given["labels"], by=by)

    def end(self, story: Story, by: User) -> None:
        """Decide not to do it."""
        story.drop(by=by)
