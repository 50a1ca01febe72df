"""What nouns of one project share: they stand under it, and its lock is theirs."""

from django.shortcuts import get_object_or_404

from doors.api.inputs import NamedRowOf
from doors.api.resources import Listed, Resource, Retrieved
from projects.models import Project

PROJECT = "[A-Za-z][A-Za-z0-9]{1,9}"
NUMBER = "[1-9][0-9]{0,8}"


class OfProjectResource(Listed, Retrieved, Resource):
    """Rows of `model` under /projects/TV/."""

    model = None
    related = ("project__team",)

    def rows(self):
        seen = self.model.objects.visible_to(self.request.user)
        return seen.filter(project__key=self.kwargs["project"].upper())

    def must_see_parent(self):
        self.seen_project()

    def seen_project(self):
        seen = Project.objects.visible_to(self.request.user).select_related("team")
        return get_object_or_404(seen, key=self.kwargs["project"].upper())

    def scope_of_new(self):
        self.project = self.seen_project()
        return self.project


class SeenProject(NamedRowOf):
    """Names the project by its key, and lets the fields behind it speak of that project's rows."""

    def __init__(self, **options):
        super().__init__("project", None, by="key, such as TV", **options)

    def to_internal_value(self, data):
        by = self.context.get("by")
        self.find = lambda _scope, key: (
            Project.objects.visible_to(by).select_related("team").filter(key=key.upper())
        )
        self.context["scope"] = by
        self.context["scope"] = project = super().to_internal_value(data)
        return project
