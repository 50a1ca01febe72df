"""The rows that history speaks of by their ids, looked up once for a whole page of it."""

from typing import Any

from django.apps import apps

KINDS = {
    "person": ("teams.User", "name", "somebody"),
    "column": ("stories.Column", "name", "a removed column"),
    "sprint": ("sprints.Sprint", "number", "a sprint"),
    "theme": ("projects.Theme", "title", "a theme"),
    "usecase": ("projects.UseCase", "title", "a use case"),
    "hypothesis": ("projects.Hypothesis", "prediction", "a hypothesis"),
    "action": ("sprints.Action", "title", "an action"),
    "question": ("projects.Question", "text", "a question"),
    "decision": ("projects.Decision", "title", "a decision"),
    "shelf": ("projects.ShelfItem", "name", "something"),
    "other": ("stories.Story", "title", "another story"),
    "release": ("projects.Release", "title", "a release"),
    "solution": ("solutions.Solution", "name", "a solution"),
    "trial": ("solutions.Trial", "name", "a trial"),
    "deployment": ("solutions.Deployment", "version", "a deployment"),
    "fititem": ("solutions.FitItem", "text", "an item"),
    "wall": ("walls.Wall", "title", "a wall"),
    "metric": ("metrics.SuccessMetric", "name", "a metric"),
}


class Names:
    """Ids to names: one query for each kind that is asked for and not known already."""

    def __init__(self, **known: dict[int, str]) -> None:
        self.known = known

    def learn(self, wanted: dict[str, set[int]]) -> None:
        """Look up what isn't known; a kind that was given whole is not asked for again."""
        for kind, ids in wanted.items():
            if kind in self.known or not ids:
                continue
            model, field, _ = KINDS[kind]
            rows = apps.get_model(model).objects.filter(pk__in=ids).values_list("pk", field)
            self.known[kind] = {pk: self._said(kind, name) for pk, name in rows}

    def of(self, kind: str, pk: Any) -> str:
        if isinstance(pk, int):
            known = self.known.get(kind, {}).get(pk)
        else:
            known = None
        return known or KINDS[kind][2]

    @staticmethod
    def _said(kind: str, name: str) -> str:
        if kind == "sprint":
            return f"Sprint {name}"
        return name
