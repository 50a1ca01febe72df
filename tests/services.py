"""What tests stand on besides the database: a Redis for each parallel process, and a browser."""

import os
import sys
import tempfile
import time
from pathlib import Path

import pytest
from _pytest.nodeid import NodeId
from django.conf import settings

from bin.launch.home import Home
from bin.launch.redis import Redis
from bin.launch.venv import Venv
from config import celery_app

CHROMIUM = os.environ.get("CHROMIUM")
# Whole installations, browsers, crawls of every address and reports over whole histories: bin/test
# leaves them to bin/test --all, which continuous integration runs.
LONG = (
    "tests/browser/",
    "tests/demo/",
    "tests/durability/",
    "tests/integrations/backups/",
    "tests/leaks/",
    "tests/odd/",
    "tests/start/",
    "tests/upgrade/",
    "tests/api/test_answers.py",
    "tests/api/test_conditions.py",
    "tests/api/test_examples.py",
    "tests/api/test_fuzz.py",
    "tests/api/test_generated_client.py",
    "tests/api/test_hostile.py",
    "tests/api/test_lint.py",
    "tests/api/test_methods.py",
    "tests/api/test_mirror.py",
    "tests/api/test_nothing_unseen.py",
    "tests/api/test_paging.py",
    "tests/api/test_problems.py",
    "tests/api/test_schema.py",
    "tests/api/test_streams.py",
    "tests/api/test_written_is_read.py",
    "tests/config/test_preconditions.py",
    "tests/config/test_static.py",
    "tests/forecasts/test_issuing.py",
    "tests/forecasts/test_page.py",
    "tests/forecasts/test_sprint_forecast.py",
    "tests/health/reports/test_as_of.py",
    "tests/health/reports/test_data.py",
    "tests/health/reports/test_described.py",
    "tests/health/reports/test_laws.py",
    "tests/health/reports/test_sentences.py",
    "tests/health/signals/test_flow_and_outcome.py",
    "tests/health/signals/test_taken_back.py",
    "tests/history/test_old_texts.py",
    "tests/integrations/imports/test_any_export.py",
    "tests/notifications/digest/test_digest.py",
    "tests/pulse/test_privacy.py",
    "tests/solutions/test_fit_at_once.py",
    "tests/walls/test_rush.py",
    "tests/web/test_admin_questions.py",
    "tests/web/test_figures_of_few.py",
    "tests/web/test_odd_",
    "tests/web/test_outages.py",
    "tests/web/test_overtaken",
    "tests/web/test_sent_twice.py",
)


def pytest_configure(config):
    """Channels are the whole server's: on one Redis two processes would hear each other."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = tempfile.TemporaryDirectory(prefix="twopizza-redis-")
        (Path(folder.name) / "logs").mkdir()
        config.own_redis = start_redis(Path(folder.name))
        config.own_redis_folder = folder
        settings.REDIS_URL = settings.CELERY_BROKER_URL = config.own_redis.url
        os.environ["REDIS_URL"] = config.own_redis.url


def start_redis(folder):
    redis = Redis(Home(folder), Venv(sys.prefix))
    redis.start()
    deadline = time.monotonic() + 10
    while not redis.answers():
        assert time.monotonic() < deadline, redis.last_words()
        time.sleep(0.02)
    return redis


def pytest_unconfigure(config):
    if redis := getattr(config, "own_redis", None):
        redis.ask_to_stop()
        redis.end(time.monotonic() + 3)
        config.own_redis_folder.cleanup()


def pytest_sessionfinish(session):
    """Where all tests are asked for, one that could not run is no success."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if not os.environ.get("TEST_ALL") or reporter is None:
        return
    skipped = reporter.stats.get("skipped", [])
    if skipped and session.exitstatus == pytest.ExitCode.OK:
        reporter.write_line(f"{len(skipped)} TESTS COULD NOT RUN; --all is for all of them")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    for item in items:
        if item.nodeid.startswith(LONG):
            item.add_marker(pytest.mark.long)
    if CHROMIUM:
        return
    skip = pytest.mark.skip(reason="BROWSER TESTS DO NOT RUN: no Chromium")
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(skip)


def keep_together(item):
    """What a module sets up once would be set up once in each process that has a test of it."""
    fixtures = item._fixtureinfo.name2fixturedefs.values()
    is_shared = any(one[-1].scope == "module" for one in fixtures)
    if is_shared and not item.get_closest_marker("xdist_group"):
        item.add_marker(pytest.mark.xdist_group(item.path.stem))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_finish(session):
    """pytest-xdist 3.8 writes a test's group where pytest 9.2 no longer reads it: here it does."""
    if getattr(session.config.option, "loadgroup", False):
        for item in session.items:
            keep_together(item)
            groups = {mark.args[0] for mark in item.iter_markers("xdist_group")}
            if groups and not item.nodeid.endswith("@" + (name := "_".join(sorted(groups)))):
                item._id = NodeId.parse(f"{item.nodeid}@{name}")
    return (yield)


@pytest.fixture(scope="session", autouse=True)
def known_kinds_of_jobs():
    """Celery imports tasks when the first bell rings: not in the middle of a test, please."""
    celery_app.loader.import_default_modules()


@pytest.fixture(scope="session")
def chromium():
    """Path of the browser, for playwright's executable_path."""
    return CHROMIUM
