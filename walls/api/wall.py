"""Walls of a project: put up, revealed, voted on, talked through and shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from rest_framework import serializers

from projects.api.base import OfProjectResource, SprintByNumber
from projects.models import Theme, UseCase
from walls.api.wall_shape import WallShape
from walls.models import Wall
from walls.refusals import WallBelongsToOne
from web.api.ending import ending_of
from web.api.inputs import Input, RowAmong, Text, Whole, Yes
from web.api.query import ListQuery
from web.api.resources import Created
from web.api.verbs import verb

if TYPE_CHECKING:
    from teams.models.user import User

LARGEST = 2**63 - 1


def use_case_called(user: User, pk: int, filters: dict[str, Any]) -> QuerySet[Any]:
    return UseCase.objects.visible_to(user).filter(pk=pk)


def theme_called(user: User, pk: int, filters: dict[str, Any]) -> QuerySet[Any]:
    return Theme.objects.visible_to(user).filter(pk=pk)


class WallQuery(ListQuery):
    named = {"use_case": use_case_called, "theme": theme_called}

    state = serializers.ChoiceField(Wall.State.choices)
    use_case = serializers.IntegerField(min_value=1, max_value=LARGEST)
    theme = serializers.IntegerField(min_value=1, max_value=LARGEST)


class WallInput(Input):
    """A wall of one use case, theme or sprint: the last is its retrospective's."""

    title = Text(max_length=120)
    use_case = RowAmong("use case in this project", "use_cases", allow_null=True, default=None)
    theme = RowAmong("theme in this project", "themes", allow_null=True, default=None)
    sprint = SprintByNumber(allow_null=True, default=None)
    prompts = serializers.ListField(
        child=Text(max_length=80),
        max_length=8,
        default=list,
        help_text="Its columns; else three that suit a retrospective, or a use case.",
    )
    is_anonymous = Yes(
        allow_null=True, default=None, help_text="Else only a retrospective's wall is."
    )
    dots = Whole(min_value=1, max_value=10, default=3, help_text="How many each voter has.")


class TimerInput(Input):
    seconds = Whole(min_value=30, max_value=3600)


class GroupOfWall(RowAmong):
    """Names a group of the wall that the address names."""

    def __init__(self, **options: Any) -> None:
        super().__init__("group on this wall", "groups", **options)


class DiscussedInput(Input):
    group = GroupOfWall(allow_null=True)


class WallResource(Created, OfProjectResource):
    """Walls of the project; guests see those that were shown to them.

    While a wall is written on, the API tells how many notes there are; one's own stand under
    `own-notes/`.
    """

    shape = WallShape
    query = WallQuery
    takes = WallInput

    def scope(self) -> Wall:
        wall: Wall = self.row
        return wall

    def make(self, given: dict[str, Any], by: User) -> Wall:
        """Put up a wall, to be written on."""
        named = [given.pop(name) for name in ("use_case", "theme", "sprint")]
        hosts = [row for row in named if row is not None]
        if len(hosts) != 1:
            raise WallBelongsToOne("Name one use case, one theme or one sprint.", "use_case")
        return Wall.open_for(hosts[0], **given, by=by)

    @verb()
    def reveals(self, wall: Wall, given: dict[str, Any], by: User) -> None:
        """Open all notes at once; what was sealed on another installation is lost with that."""
        wall.reveal(by=by)

    @verb("vote-openings")
    def vote_openings(self, wall: Wall, given: dict[str, Any], by: User) -> None:
        """Let everybody vote on the groups, which stand as they are from here on."""
        wall.open_votes(by=by)

    @verb("vote-closings")
    def vote_closings(self, wall: Wall, given: dict[str, Any], by: User) -> None:
        """Count the votes and throw them away; the groups are discussed by their sums."""
        wall.close_votes(by=by)

    @verb(takes=DiscussedInput, keeps=False)
    def discussions(self, wall: Wall, given: dict[str, Any], by: User) -> None:
        """Say which group is talked about now."""
        wall.discuss(given["group"], by=by)

    @verb(takes=TimerInput, keeps=False)
    def timers(self, wall: Wall, given: dict[str, Any], by: User) -> None:
        """Start the timer that everybody sees; one that runs begins anew."""
        wall.start_timer(given["seconds"], by=by)

    @ending_of(timers)
    def stop_timer(self, wall: Wall, given: dict[str, Any], by: User) -> None:
        """Stop the timer."""
        wall.stop_timer(by=by)

    @verb()
    def closings(self, wall: Wall, given: dict[str, Any], by: User) -> None:
        """End it; its notes may still become something."""
        wall.close(by=by)

    @verb("steps-back")
    def steps_back(self, wall: Wall, given: dict[str, Any], by: User) -> None:
        """Take it one step back, as a lead; votes then begin anew, and what is open stays so."""
        wall.step_back(by=by)

    @verb()
    def shares(self, wall: Wall, given: dict[str, Any], by: User) -> None:
        """Show the wall to the team's guests; never a retrospective's."""
        wall.show(by=by)

    @ending_of(shares)
    def make_internal(self, wall: Wall, given: dict[str, Any], by: User) -> None:
        """Keep it in the team again; what was read before can't be unread."""
        wall.make_internal(by=by)
