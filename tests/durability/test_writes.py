"""Changes over HTTP, while web server, worker and Redis are killed: rows and history agree."""

import threading

import pytest

from accounts.models import ApiToken
from history.models import Event
from jobs.models import Job
from stories.models import Story
from tests.durability.client import Client, Page
from tests.durability.programs import SprintDates, Web, Worker, wait_until
from tests.live.conftest import sign_in

WRITERS, EACH = 8, 25
KILLS = ((30, "web"), (70, "redis"), (110, "worker"), (150, "web"))  # when so many are answered


class Writer(threading.Thread):
    """Writes stories of its own and changes them, one write after the other."""

    def __init__(self, number, address, token, steps):
        super().__init__(daemon=True)
        self.name = f"writer {number}"
        self.client = Client(address, token)
        self.steps = steps
        self.tried = []  # titles of stories that may have been written
        self.promised = {}  # key of a story: what was answered of it, in order
        self.answered = 0
        self.error = None

    def run(self):
        try:
            while self.answered < EACH:
                self._one_story()
        except BaseException as error:
            self.error = error

    def _one_story(self):
        title = f"{self.name}, story {len(self.tried)}"
        self.tried.append(title)
        story = self.client.write("stories/", project="AP", title=title)
        if story is None:
            return
        self.answered += 1
        told = self.promised[story["key"]] = []
        for path, verb, name, value in self.steps:
            if self.client.write(f"stories/{story['key']}/{path}/", **{name: value}) is not None:
                told.append((verb, value))
                self.answered += 1


@pytest.fixture
def steps(apollo, alice, bob, sprint, next_sprint, doing, done):
    return [
        ("moves", "story_moved", "column", doing.pk),
        ("assignments", "story_handed", "to", bob.pk),
        ("plans", "story_planned", "sprint", sprint.number),
        ("moves", "story_moved", "column", done.pk),
    ]


@pytest.fixture
def token(apollo, alice):
    return ApiToken.issue(alice, name="durability")[1]


def test_rows_and_history_agree_whatever_is_killed(house, apollo, alice, token, steps, sprint):
    house.redis.start_and_wait()
    programs = {"web": house.program(Web), "worker": house.program(Worker, "one")}
    programs["redis"] = house.redis
    programs["worker"].start()
    web = programs["web"].start_and_wait()
    page = Page(web.address, "AP", sign_in(alice))

    writers = [Writer(number, web.address, token, steps) for number in range(WRITERS)]
    for writer in writers:
        writer.start()
    for count, victim in KILLS:
        wait_until(lambda count=count: sum(w.answered for w in writers) >= count, f"{count} writes")
        programs[victim].kill()
        programs[victim].start()
    for writer in writers:
        writer.join()
        assert writer.error is None, writer.error

    stories = {story.key: story for story in Story.objects.filter(project=apollo).with_people()}
    for writer in writers:
        for key, promised in writer.promised.items():
            assert_kept(promised, told_of(stories[key]), sprint)
    tried = {title for writer in writers for title in writer.tried}
    titles = [story.title for story in stories.values()]
    assert len(titles) == len(set(titles)), "a story was written twice"
    assert set(titles) <= tried
    assert_history_agrees(apollo, stories)

    expected = list(Event.objects.filter(project=apollo).values_list("pk", flat=True))
    wait_until(lambda: len(page.heard()) >= len(expected), "the page")
    assert page.heard() == expected
    assert page.streams >= 2, "no kill met the page"
    page.close()


def told_of(story):
    return [(event.verb, event.details.get("now")) for event in story.events.order_by("pk")]


def assert_kept(promised, told, sprint):
    """What was answered is in the history, in the order in which it was answered."""
    told = iter(told)
    for verb, value in promised:
        value = sprint.pk if verb == "story_planned" else value
        assert (verb, value) in told, f"{verb} {value} was promised and is lost"


def assert_history_agrees(project, stories):
    """Play each story's events: every row is what they tell, each event follows the last."""
    numbers = sorted(story.number for story in stories.values())
    project.refresh_from_db()
    assert numbers == list(range(1, len(numbers) + 1))
    assert project.stories_numbered == len(numbers)

    fields = {"story_moved": "column", "story_handed": "owner", "story_planned": "sprint"}
    derived = {}
    for event in Event.objects.filter(project=project).exclude(story=None).order_by("pk"):
        if event.verb == "story_created":
            assert event.story_id not in derived, "a story was begun twice"
            derived[event.story_id] = {name: event.details[name] for name in fields.values()}
        else:
            state, name = derived[event.story_id], fields[event.verb]
            assert event.details["was"] == state[name]
            state[name] = event.details["now"]
    rows = {
        story.pk: {"column": story.column_id, "owner": story.owner_id, "sprint": story.sprint_id}
        for story in stories.values()
    }
    assert rows == derived
    for story in stories.values():
        assert story.category == story.column.category
        assert story.is_done == bool(story.done_at)


def test_without_redis_everything_but_push_goes_on(house, apollo, alice, bob, token, steps, marks):
    web = house.program(Web).start_and_wait()
    page = Page(web.address, "AP", sign_in(bob))
    client = Client(web.address, token)
    browser = Client(web.address, session=sign_in(alice))

    story = client.write("stories/", project="AP", title="Written without Redis")
    for path, _, name, value in steps:
        assert client.write(f"stories/{story['key']}/{path}/", **{name: value})
    paths = ("/", "/projects/AP/", "/projects/AP/board/", "/api/v1/stories/?project=AP")
    assert {path: browser.ask("GET", path)[0] for path in paths} == dict.fromkeys(paths, 200)
    expected = list(Event.objects.filter(project=apollo).values_list("pk", flat=True))
    wait_until(lambda: page.heard() == expected, "the page by itself")

    Job.ask("durability_mark", key="1", number=1)
    house.redis.start_and_wait()
    house.program(Worker, "one").start()
    house.program(SprintDates).start()
    wait_until(lambda: marks().get((1, "end")), "the job once Redis is there")
    client.close()  # the server has closed a line that was silent for so long
    assert client.write(f"stories/{story['key']}/moves/", column=steps[0][3])
    wait_until(lambda: len(page.heard()) == len(expected) + 1, "the page")
    page.close()


pytestmark = pytest.mark.django_db(transaction=True)
