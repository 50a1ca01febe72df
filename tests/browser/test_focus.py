"""Whoever acts by keys goes on from there: no act of a page leaves the focus on nothing.

Each page's forms are found, filled in and sent one after the other, as they come to be there.
"""

import pytest

from projects.models import Question, UseCase
from tests.browser.player import PATIENCE
from walls.models import Wall

MOST = 40  # acts of a page
CONTROLS = """() => {  // the controls that send something
  const button = ":is(button:not([type=button], .without-js, [data-theirs] *), select)"
  const chosen = "form[method=post][data-autosubmit] select"
  const posts = `:is(form[method=post] button, button[form], ${chosen})`
  return [...document.querySelectorAll(`main ${posts}`)]
    .filter(each => each.matches(button) && !each.disabled)
}"""
ACTS = f"""() => ({CONTROLS})().map(each => {{  // by what they send
  const goal = each.getAttribute("formaction") ?? each.form.getAttribute("action") ?? ""
  return [goal, each.name, each.name === "do" ? each.value : each.tagName].join(" ")
}})"""
TAKE = f"""number => {{
  const control = ({CONTROLS})()[number]
  for (let each = control; each; each = each.parentElement)
    if (each.matches("details")) each.open = true
  control.form.querySelector("[name=stories]") ?? document.querySelector("[name=stories]")?.click()
  for (const field of control.form.elements) {{
    if (field.value || field.type === "hidden" || field === control) continue
    if (field.matches("[type=date]")) field.value = "2026-03-02"
    else if (field.matches("[type=number]")) field.value = "3"
    else if (field.matches("textarea, [type=text], input:not([type])")) field.value = "Words"
  }}
  window.isOld = true
  control.focus()  // what isn't shown to anybody takes none
  return document.activeElement === control ? control.tagName : null
}}"""
WHERE = """async () => {  // what is hidden loses the focus when it is drawn next
  const draw = () => new Promise(requestAnimationFrame)
  await draw().then(draw).then(draw)
  const at = document.activeElement
  return at === document.body ? "BODY" : at.tagName
}"""


PAGES = (
    "/stories/AP-1/",
    "/stories/AP-2/",
    "/projects/AP/ceremonies/",
    "/projects/AP/sprints/2/",
    "/projects/AP/backlog/",
    "/projects/AP/board/",
    "/projects/AP/sprints/1/closings/",
    "/projects/AP/sprints/1/retrospective/",
    "/projects/AP/",
    "/teams/orbit/",
)


@pytest.fixture
def plan(running, next_sprint, stories, apollo, theme, alice, bob):
    stories[1].block("fuel", by=alice)
    stories[0].pair_with(bob, by=alice)
    stories[2].plan_into(next_sprint, by=alice)


def act(page, number):
    """Do the one of this number; return what the browser did and where the focus is then."""
    tag = page.evaluate(TAKE, number)
    if tag is None:
        return "HIDDEN"
    posted = page.expect_response(lambda answer: answer.request.method == "POST", timeout=PATIENCE)
    with posted as got:
        if tag == "SELECT":
            was = page.evaluate("document.activeElement.value")
            page.keyboard.press("End")
            if page.evaluate("document.activeElement.value") == was:
                page.keyboard.press("Home")
        page.keyboard.press("Enter")
    if got.value.request.is_navigation_request():
        page.wait_for_function("() => !window.isOld && document.readyState === 'complete'")
    else:
        page.wait_for_function("() => !document.querySelector('[data-sending], .htmx-request')")
    return page.evaluate(WHERE)


@pytest.fixture
def use_case(apollo, alice):
    use_case = UseCase.distil(apollo, title="Land softly", by=alice)
    Question.begin(use_case, [0, 1], by=alice)
    return use_case


@pytest.fixture
def wall(use_case, alice, bob):
    wall = Wall.open_for(use_case, title="How to land", by=alice)
    for words, author in (("Wind", alice), ("Fuel", bob)):
        wall.write(words, prompt=wall.prompts.all()[0], by=author)
    return wall


@pytest.mark.parametrize("path", PAGES)
def test_no_act_leaves_the_focus_on_nothing(visit, plan, alice, path):
    walk(visit, alice, path)


def test_nor_does_one_on_the_board_of_questions(visit, use_case, alice):
    walk(visit, alice, f"/use-cases/{use_case.pk}/questions/")


@pytest.mark.parametrize("step", ["writing", "grouping", "voting", "discussing"])
def test_nor_does_one_on_a_wall(visit, wall, alice, step):
    acts = {"grouping": wall.reveal, "voting": wall.open_votes, "discussing": wall.close_votes}
    for state, act in acts.items():
        if wall.state != step:
            act(by=alice)
            assert wall.state == state
    walk(visit, alice, f"/walls/{wall.pk}/")


def walk(visit, alice, path):
    page = visit(alice, path)
    visit.complaints.expect_refusals()
    lost = []
    seen: set[str] = set()
    while len(seen) < MOST:
        page.goto(path)
        acts = page.evaluate(ACTS)
        number = next((n for n, each in enumerate(acts) if each not in seen), None)
        if number is None:
            break
        seen.add(acts[number])
        if act(page, number) == "BODY":
            lost.append(acts[number])
    assert seen
    assert lost == []
