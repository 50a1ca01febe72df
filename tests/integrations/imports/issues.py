"""Builds small exports, so that a test says only what it is about."""

import json

SPRINT = {
    "id": 7,
    "name": "Sprint 7",
    "state": "closed",
    "originBoardId": 1,
    "startDate": "2026-01-05T08:00:00.000Z",
    "endDate": "2026-01-18T08:00:00.000Z",
    "completeDate": "2026-01-16T15:00:00.000Z",
}
ANNA = {"accountId": "a1", "displayName": "Anna", "accountType": "atlassian", "active": True}
BEN = {"accountId": "b2", "displayName": "Ben", "emailAddress": "ben@example.org", "active": True}
TODO, DOING, DONE = ("1", "To Do", 2), ("3", "In Progress", 4), ("5", "Done", 3)


def status(which):
    return {"id": which[0], "name": which[1], "statusCategory": {"id": which[2], "key": "?"}}


def issue(number, *changes, at="2026-01-05T09:00:00.000+0100", **fields):
    return {
        "id": str(1000 + number),
        "key": f"TV-{number}",
        "fields": {
            "summary": f"Issue {number}",
            "created": at,
            "updated": "2026-02-01T09:00:00.000+0100",
            "creator": ANNA,
            "status": status(TODO),
            "issuetype": {"name": "Story"},
            "project": {"key": "TV", "name": "Television"},
            **fields,
        },
        "changelog": {"total": len(changes), "histories": list(reversed(changes))},
    }


def change(number, at, *items, by=ANNA):
    return {"id": str(number), "created": at, "author": by, "items": list(items)}


def item(field, was, now, was_text="", now_text="", field_id=""):
    return {
        "field": field,
        "fieldId": field_id or field,
        "from": was,
        "to": now,
        "fromString": was_text,
        "toString": now_text,
    }


def moved(was, now):
    return item("status", was[0], now[0], was[1], now[1])


def write(folder, *issues, name="export.json", **more):
    path = folder / name
    path.write_text(json.dumps({"issues": list(issues), **more}))
    return path
