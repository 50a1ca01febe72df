"""What the API's list is measured against: one query with psycopg2, one dump with orjson."""

import os
import threading

import orjson
import psycopg2

from config.pages_on_threads import PagesOnThreads

QUERY = """
SELECT project.key || '-' || story.number AS key, project.key AS project, story.number, story.kind,
    story.title, story.body, story.labels, story.points::float8 AS points,
    story.time_box_days::float8 AS time_box_days, owner.id AS owner, owner.name AS owner_name,
    ARRAY(
        SELECT json_build_object('id', person.id, 'name', person.name)
        FROM stories_story_coworkers pair JOIN teams_user person ON person.id = pair.user_id
        WHERE pair.story_id = story.id ORDER BY person.name, person.id
    ) AS coworkers,
    board.id AS column, board.name AS column_name, story.category, sprint.number AS sprint,
    theme.id AS theme, theme.title AS theme_title, story.rank, story.blocked_at,
    story.blocked_reason, story.done_at, author.id AS created_by, author.name AS created_by_name,
    story.created_at, story.updated_at
FROM stories_story story
JOIN projects_project project ON project.id = story.project_id
JOIN stories_column board ON board.id = story.column_id
LEFT JOIN teams_user owner ON owner.id = story.owner_id
LEFT JOIN teams_user author ON author.id = story.created_by_id
LEFT JOIN sprints_sprint sprint ON sprint.id = story.sprint_id
LEFT JOIN projects_theme theme ON theme.id = story.theme_id
WHERE project.key = %s ORDER BY story.rank, story.id LIMIT 100
"""
mine = threading.local()


def cursor():
    if not hasattr(mine, "cursor"):
        connection = psycopg2.connect(os.environ["DATABASE_URL"])
        connection.autocommit = True
        mine.cursor = connection.cursor()
    return mine.cursor


def bare(environ, start_response):
    rows = cursor()
    rows.execute(QUERY, ["BENCH"])
    names = [column.name for column in rows.description]
    content = {"results": [dict(zip(names, row, strict=True)) for row in rows], "next": None}
    body = orjson.dumps(content)
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
    start_response("200 OK", headers)
    return [body]


application = PagesOnThreads(
    bare, threads=int(os.environ.get("WEB_THREADS", "8")), largest_body=1024 * 1024
)
