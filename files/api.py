"""Files over the API: below what they hang on, and each by its own number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.parsers import BaseParser

from files.hosts import HOSTS
from files.models import Attachment
from files.serving import NoSuchBytes, answer_file
from projects.api.base import PROJECT, id_of
from projects.models import Project
from teams.api import PersonShape
from web.api.documented import documented
from web.api.ending import Ended
from web.api.inputs import Input, Upload
from web.api.parsing import FilesParser
from web.api.problems import problem
from web.api.resources import Created, Listed, Resource, Retrieved
from web.api.shape import Shape
from web.api.verbs import verb

if TYPE_CHECKING:
    from rest_framework.routers import SimpleRouter

    from files.models.attachment import AttachmentQuerySet
    from teams.models.user import User
    from web.requests import ApiRequest


class AttachmentShape(Shape):
    """A file on something of a project."""

    model = Attachment
    id = serializers.IntegerField()
    host_kind = serializers.CharField(help_text="What it hangs on, such as use_case.")
    host_id = serializers.IntegerField(help_text="The id of that.")
    name = serializers.CharField()
    size = serializers.IntegerField(help_text="In bytes.")
    content_type = serializers.CharField(help_text="By its content, not by its name.")
    sha256 = serializers.CharField(help_text="Of its bytes, in hexadecimal.")
    added_by = PersonShape(allow_null=True)
    added_at = serializers.DateTimeField()
    checked_at = serializers.DateTimeField(
        allow_null=True, help_text="Until then it waits to be looked through, and nobody gets it."
    )
    deleted_at = serializers.DateTimeField(
        allow_null=True, help_text="Its bytes go 30 days later; until then it can be restored."
    )


class AttachmentInput(Input):
    file = Upload(help_text="The file, with its name.")


class HostedFiles(Listed, Created, Resource):
    """The files on one thing; whoever sees that sees them."""

    kind: str  # of the host
    name_in_address: str  # what names it in the address
    shape = AttachmentShape
    takes = AttachmentInput
    takes_files = True

    def get_parsers(self) -> list[BaseParser]:
        if self.request and self.request.method == "POST":
            return [FilesParser()]
        return super().get_parsers()

    def hosts(self) -> QuerySet[Any, Any]:
        """The row in the address, as far as the reader sees it."""
        rows = HOSTS[self.kind].visible_to(self.request.user)
        return rows.filter(pk=self.kwargs[self.name_in_address])

    def seen(self, rows: AttachmentQuerySet) -> AttachmentQuerySet:
        return rows.standing().on_each(self.kind, self.hosts())

    def must_see_parent(self) -> None:
        self.scope_of_new()

    def scope_of_new(self) -> None:
        related = HOSTS[self.kind].related
        self.of = get_object_or_404(self.hosts().select_related(*related))

    def make(self, given: dict[str, Any], by: User) -> Attachment:
        """Attach a file: a form of the kind multipart/form-data with the one part `file`."""
        return Attachment.attach(self.of, given["file"], by=by)

    def name_of(self, row: Attachment) -> None:
        """It has an address, but not below this one."""
        return


class OfProjectFiles(HostedFiles):
    """The files on a row that stands below its project in the address."""

    def hosts(self) -> QuerySet[Any, Any]:
        return super().hosts().filter(project__key=self.kwargs["project"].upper())


class UseCaseFileResource(OfProjectFiles):
    """The files on a use case; whoever sees that sees them."""

    kind, name_in_address = "use_case", "use_case"


class HypothesisFileResource(OfProjectFiles):
    """The files on a hypothesis; whoever sees that sees them."""

    kind, name_in_address = "hypothesis", "hypothesis"


class ProjectFileResource(Listed, Resource):
    """All files of a project that the reader sees, whatever they hang on."""

    shape = AttachmentShape

    def seen(self, rows: AttachmentQuerySet) -> AttachmentQuerySet:
        seen = rows.visible_to(self.request.user).standing()
        return seen.filter(project=id_of(self.kwargs["project"]))

    def must_see_parent(self) -> None:
        seen = Project.objects.visible_to(self.request.user)
        get_object_or_404(seen, key=self.kwargs["project"].upper())


class AttachmentResource(Retrieved, Ended, Resource):
    """One file; whoever sees what it hangs on sees it, and who may restore it finds it deleted."""

    shape = AttachmentShape
    related = ("project__team",)
    lock = {"even_closed": True}
    stays = True

    row: Attachment

    def seen(self, rows: AttachmentQuerySet) -> AttachmentQuerySet:
        return rows.visible_to(self.request.user)

    def end(self, file: Attachment, by: User) -> None:
        """Delete it: for 30 days it can be restored, then its bytes go."""
        file.remove(by=by)

    @verb()
    def restorations(self, file: Attachment, given: dict[str, Any], by: User) -> None:
        """Put a deleted file back; who deleted it may, and a lead."""
        file.restore(by=by)

    @action(detail=True, methods=["get"])
    @documented(
        answers=AttachmentShape,
        gives_file=True,
        refuses={
            409: "It waits to be looked through.",
            410: "Its bytes are lost.",
            416: "No such bytes.",
        },
    )
    def content(self, request: ApiRequest, **kwargs: str) -> HttpResponseBase:
        """Download the file: whole, or the bytes that the header Range asks for."""
        rows = self.found(Attachment.objects.all()).standing()
        file = rows.first()
        if file is None:
            raise Http404
        try:
            return answer_file(request._request, file)
        except NoSuchBytes as none:
            answer = problem(416, "There are no such bytes.")
            answer["Content-Range"] = none.content_range
            return answer


def register(router: SimpleRouter) -> None:
    project = f"projects/(?P<project>{PROJECT})"
    pk = Resource.lookup_value_regex
    router.register(
        f"{project}/use-cases/(?P<use_case>{pk})/attachments",
        UseCaseFileResource,
        "file-of-use-case",
    )
    router.register(
        f"{project}/hypotheses/(?P<hypothesis>{pk})/attachments",
        HypothesisFileResource,
        "file-of-hypothesis",
    )
    router.register(f"{project}/attachments", ProjectFileResource, "file-of-project")
    router.register("attachments", AttachmentResource, "attachment")
