from datetime import UTC, date, datetime

from integrations.imports.jira.sprint import Calendar, JiraSprint, numbers_for, old_form


def sprint(number, start, end, *, board=1, state="closed", name=""):
    begin, finish = (datetime(2026, 1, day, 9, tzinfo=UTC) for day in (start, end))
    complete = finish if state == "closed" else None
    return JiraSprint(number, name or f"S {number}", "", state, begin, finish, complete, board)


def test_a_sprint_that_runs_into_the_next_ends_on_the_day_before():
    calendar = Calendar(UTC)
    kept = calendar.lay_out([sprint(2, 12, 20), sprint(1, 5, 12)])
    assert [(one.id, one.ends_on) for one in kept] == [
        (1, date(2026, 1, 11)),
        (2, date(2026, 1, 20)),
    ]
    assert calendar.trimmed == ["S 1 (2026-01-12 → 2026-01-11)"]


def test_a_parallel_sprint_of_another_board_is_left_out():
    calendar = Calendar(UTC)
    kept = calendar.lay_out([sprint(9, 4, 9, board=2), sprint(1, 5, 12), sprint(2, 13, 20)])
    assert [one.id for one in kept] == [1, 2]
    assert calendar.left_out == ["S 9 ran in parallel to S 1"]


def test_only_one_sprint_runs_and_one_without_dates_is_told():
    dateless = JiraSprint(5, "Later", "", "future", None, None, None, 1)
    calendar = Calendar(UTC)
    kept = calendar.lay_out(
        [sprint(1, 5, 9, state="active"), sprint(2, 12, 20, state="active"), dateless]
    )
    assert [one.id for one in kept] == [1]
    assert len(calendar.left_out) == 2


def test_our_own_sprints_stay_where_they_are():
    calendar = Calendar(UTC, taken=[(date(2026, 1, 1), date(2026, 1, 6), "Sprint 1")])
    assert calendar.lay_out([sprint(1, 5, 9)]) == []
    assert calendar.left_out == ["S 1 overlaps Sprint 1, which is here already"]


def test_numbers_follow_the_names_where_those_count_upwards():
    names = ("EE Sprint 7", "EE Sprint 9", "K5 Sprint 1", "Release 2026")
    sprints = [sprint(n, 5, 9, name=name) for n, name in enumerate(names)]
    assert numbers_for(sprints, 0) == [7, 9, 10, 11]
    assert numbers_for(sprints, 20) == [21, 22, 23, 24]


def test_the_old_form_of_a_sprint_is_read():
    text = (
        "com.atlassian.greenhopper.service.sprint.Sprint@1f[id=7,state=CLOSED,name=S 7,goal=<null>]"
    )
    assert old_form(text) == {"id": "7", "state": "CLOSED", "name": "S 7"}
