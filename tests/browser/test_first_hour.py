"""The first hour on an empty installation, played by an admin, a lead, a mate and a program."""

import os
import subprocess
import sys
from datetime import timedelta

import orjson
import pytest
from django.utils import timezone

from bin.launch.console import ROOT
from history.models import Event
from stories.models import Story
from tests.durability.programs import database_of_this_test

PASSWORD = "eight people and two pizzas"


@pytest.fixture
def root(installation):
    """The first account is made at the command line, as the installation's guide says."""
    environment = {
        **os.environ,
        "DATABASE_URL": database_of_this_test(),
        "DEBUG": "1",
        "DJANGO_SUPERUSER_PASSWORD": PASSWORD,
    }
    command = [sys.executable, "manage.py", "createsuperuser", "--noinput"]
    subprocess.run(
        [*command, "--email", "root@example.org", "--name", "Root"],
        cwd=ROOT,
        env=environment,
        check=True,
        capture_output=True,
    )


class Program:
    """An integration: speaks to the API with a token, and has no browser."""

    def __init__(self, address, token, context):
        self.request = context.request
        self.address = f"{address}/api/v1/"
        self.headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def post(self, path, **fields):
        answer = self.request.post(
            self.address + path, data=orjson.dumps(fields), headers=self.headers
        )
        assert answer.ok, answer.text()
        return answer.json()

    def get(self, path):
        answer = self.request.get(self.address + path, headers=self.headers)
        assert answer.ok, answer.text()
        return answer.json()


def test_the_first_hour(play, root, browser):
    set_up_the_team(play())
    lead = play().sign_in("ines@example.org", PASSWORD)
    write_the_charter(lead)
    plan_a_sprint(lead)
    program = Program(lead.address, make_a_token(lead), browser.new_context())
    write_stories(program)
    kick_off(lead, program)
    mate = play().sign_in("bob@example.org", PASSWORD, to="/projects/MOON/board/")
    see_a_move(mate, program)
    read_the_health_report(lead)


def set_up_the_team(admin):
    """In the admin panel, along its first steps."""
    admin.sign_in("root@example.org", PASSWORD, to="/admin/")
    for name, email in (("Ines Calder", "ines@example.org"), ("Bob Arndt", "bob@example.org")):
        admin.go("/admin/")
        admin.follow("Add people")
        admin.fill(email=email, name=name, password1=PASSWORD, password2=PASSWORD)
        admin.click("Save", exact=True)
        admin.sees("was added successfully")
    admin.go("/admin/")
    admin.follow("Make a team")
    admin.page.locator("[name=name]").press_sequentially("Moon shot")  # the slug follows the keys
    admin.click("Save", exact=True)
    admin.sees("was added successfully")
    for name, discipline, role in (
        ("Ines Calder", "science", "lead"),
        ("Bob Arndt", "engineering", "member"),
    ):
        admin.go("/admin/")
        admin.follow("Put people into it")
        admin.suggest("team", "Moon shot")
        admin.suggest("user", name)
        admin.fill(discipline=discipline, role=role)
        admin.click("Save", exact=True)
        admin.sees("was added successfully")
    admin.go("/admin/")
    admin.follow("Start a project")
    admin.suggest("team", "Moon shot")
    admin.fill(key="MOON", name="Lander", customer="Houston", business_goal="Get there first.")
    admin.click("Save", exact=True)
    admin.sees("was added successfully")


def write_the_charter(lead):
    assert lead.sees("Lander has no charter yet")
    lead.follow("Write it")
    today = timezone.localdate()
    lead.fill(
        end_point="A lander stands on the moon.",
        success="Two people come back.",
        starts_on=today.isoformat(),
        ends_on=(today + timedelta(days=120)).isoformat(),
    )
    lead.click("Write the charter")
    lead.click("Sign version 1")
    lead.sees("Signed. Your word stands under this version.")


def plan_a_sprint(lead):
    lead.go("/")
    lead.follow("Plan one")
    lead.fill(goal="Reach orbit")
    lead.click("Plan sprint")
    lead.follow("Sprint 1")
    lead.sees("No stories yet.")


def make_a_token(lead):
    lead.go("/me/tokens/")
    lead.fill(name="CI server", scope="write")
    lead.click("Make token")
    return lead.page.get_by_label("The token").input_value()


def write_stories(program):
    people = program.get("users/")["results"]
    owners = {person["name"]: person["id"] for person in people}
    for title, points, owner in (
        ("Build the engine", 5, owners["Bob Arndt"]),
        ("Choose the orbit", 3, owners["Ines Calder"]),
        ("Pack the tent", 2, None),
    ):
        program.post("stories/", project="MOON", title=title, points=points, owner=owner, sprint=1)


def kick_off(lead, program):
    """Refused while a story has no owner; the page says which, and the lead finds one."""
    lead.go("/projects/MOON/sprints/1/")
    lead.click("Kick off Sprint 1")
    lead.sees("Every story needs an owner before kickoff: MOON-3 has none.")
    lead.complaints.expect_refusals()
    bob = next(one for one in program.get("users/")["results"] if one["name"] == "Bob Arndt")
    program.post("stories/MOON-3/assignments/", to=bob["id"])
    lead.go("/projects/MOON/sprints/1/")
    lead.click("Kick off Sprint 1")
    lead.sees("Sprint 1 is running. Its commitment is frozen.")
    lead.sees("0 of 3")


def see_a_move(mate, program):
    """The program moves a story; the open board of the mate shows it without being asked."""
    mate.page.locator("[data-live][data-state=open]").wait_for()
    columns = {
        column["name"]: column["id"] for column in program.get("projects/MOON/columns/")["results"]
    }
    mate.page.evaluate("window.sameAsBefore = true")
    program.post("stories/MOON-1/moves/", column=columns["Doing"])
    moved = f'[data-column="{columns["Doing"]}"] [data-story="MOON-1"]'
    mate.page.locator(moved).wait_for()
    program.post("stories/MOON-1/moves/", column=columns["Done"])
    mate.page.locator(f'[data-column="{columns["Done"]}"] [data-story="MOON-1"]').wait_for()
    assert mate.page.evaluate("window.sameAsBefore")
    assert Story.objects.get(number=1).is_done
    assert Event.objects.filter(verb="story_moved").count() == 2


def read_the_health_report(lead):
    lead.go("/")
    lead.follow("No health report yet")
    lead.click("Compute now")
    lead.page.get_by_role("heading", name="About this report").wait_for()
    lead.page.get_by_role("heading", name="Not enough data yet").wait_for()
    lead.go("/projects/MOON/sprints/1/")
    lead.sees("1 of 3")
