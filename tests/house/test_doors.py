"""A door finds rows by what they are called; what is open, done or due is the noun's to say."""

import ast

from benchmarks.house import sources

# What a row is called, and whose it is.
NAMES = {
    "charter",
    "commitment",
    "email",
    "event",
    "forecast",
    "key",
    "deployment",
    "hypothesis",
    "incident",
    "memberships",
    "metric",
    "number",
    "pk",
    "project",
    "question",
    "report",
    "round",
    "slug",
    "solution",
    "sprint",
    "sprints",
    "stories",
    "story",
    "team",
    "theme",
    "trial",
    "user",
    "version",
    "wall",
}
# Chosen by whoever reads, and no rule of ours.
CHOSEN = {("projects/pages/project.py", "state"), ("stories/api/query.py", "labels")}
NO_DOORS = ("web", "benchmarks", "bin")


def is_a_door(path):
    in_a_folder = {"pages", "api"} & set(path.parts)
    return path.parts[0] not in NO_DOORS and (in_a_folder or path.name in ("pages.py", "api.py"))


def test_no_door_filters_by_a_rule_of_the_domain():
    found = []
    for source in sources.product():
        if is_a_door(source.path):
            found += rules_in(source.tree, str(source.path))
    assert not found


def test_a_rule_is_told_from_a_name():
    asked = ast.parse(
        "rows.filter(pk=1); rows.exclude(closed_at=None); rows.filter(~Q(sprint=None))"
    )
    assert list(rules_in(asked, "here")) == [
        "here:1 filters by closed_at",
        "here:1 filters by a condition",
    ]


def rules_in(tree, path):
    for call in ast.walk(tree):
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)):
            continue
        if call.func.attr not in ("filter", "exclude"):
            continue
        if call.args:
            yield f"{path}:{call.lineno} filters by a condition"
        for name in [keyword.arg for keyword in call.keywords if keyword.arg]:
            field = name.partition("__")[0]
            if field not in NAMES and (path, field) not in CHOSEN:
                yield f"{path}:{call.lineno} filters by {name}"
