"""A client that a generator makes of the API's description is used against a server."""

import subprocess
import sys
from importlib import import_module

import pytest

from jobs.models import Job
from web.api.docs import description

NAME = "generated_by_test"
CONFIG = """
post_hooks: []
content_type_overrides:
  application/pdf: application/octet-stream
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Where the client lies; the generator asks no network and calls no formatter."""
    folder = tmp_path_factory.mktemp("client")
    (folder / "openapi.json").write_bytes(description())
    (folder / "config.yaml").write_text(CONFIG)
    done = subprocess.run(
        [
            *(sys.executable, "-c", "from openapi_python_client.cli import app; app()"),
            *("generate", "--meta", "none", "--fail-on-warning"),
            *("--path", folder / "openapi.json", "--config", folder / "config.yaml"),
            *("--output-path", folder / NAME),
        ],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "arning" not in done.stdout + done.stderr
    return folder


@pytest.fixture
def ask(folder, monkeypatch, live_server, api, team, alice):
    """Call an operation of the client for alice by the path of its module."""
    monkeypatch.syspath_prepend(folder)
    token = api(alice).headers["authorization"].removeprefix("Bearer ")
    of_client = import_module(f"{NAME}.client")
    client = of_client.AuthenticatedClient(base_url=live_server.url, token=token)

    def ask(operation, *names, **arguments):
        module = import_module(f"{NAME}.api.{operation}")
        return module.sync_detailed(*names, client=client, **arguments)

    yield ask
    for name in [name for name in sys.modules if name.partition(".")[0] == NAME]:
        del sys.modules[name]


def model(name):
    return getattr(import_module(f"{NAME}.models"), name)


@pytest.mark.django_db(transaction=True)
def test_it_sets_points_and_reads_what_a_story_waits_for(ask, stories):
    set_to = ask("story.story_estimates", "AP-1", body=model("Estimate")(points=2.5))
    assert (set_to.status_code, set_to.parsed.points) == (200, 2.5)

    ask("story.story_dependencies", "AP-1", body=model("Need")(needs="AP-2"))
    story = ask("story.story_retrieve", "AP-1").parsed
    assert (story.points, story.needs) == (2.5, ["AP-2"])

    stories[0].refresh_from_db()
    assert stories[0].points == 2.5


@pytest.mark.django_db(transaction=True)
def test_it_reads_a_page_and_what_is_refused(ask, stories):
    page = ask(
        "story.story_list", project="AP", order=model("StoryListOrder")("-id"), page_size=2
    ).parsed
    assert [story.key for story in page.results] == ["AP-5", "AP-4"]
    assert page.next_

    refused = ask("story.story_retrieve", "NO-1")
    assert (refused.status_code, refused.parsed.status) == (404, 404)


@pytest.mark.django_db(transaction=True)
def test_it_follows_a_job_to_what_came_of_it(ask, apollo):
    asked = ask("team_report.team_report_create", "orbit", body=model("ReportInput")())
    job = asked.parsed
    assert (asked.status_code, job.state, job.result) == (202, "waiting", None)

    Job.run_waiting()
    done = ask("job.job_retrieve", "orbit", str(job.id)).parsed
    assert (done.state, done.problem) == ("done", None)

    number = done.result.rstrip("/").rpartition("/")[2]
    report = ask("report.report_retrieve", number).parsed
    assert len(report.content.signals) == 19


@pytest.mark.django_db(transaction=True)
def test_it_changes_fields_of_what_it_has_read(ask, stories):
    body = model("StoryPatch")(points=5, labels=["new"])
    read = ask("story.story_retrieve", "AP-1")
    changed = ask("story.story_partial_update", "AP-1", body=body, if_match=read.headers["ETag"])
    assert (changed.parsed.points, changed.parsed.labels) == (5, ["new"])

    late = ask("story.story_partial_update", "AP-1", body=body, if_match=read.headers["ETag"])
    assert (late.status_code, late.parsed.status) == (412, 412)
