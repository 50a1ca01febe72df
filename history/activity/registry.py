"""The one registry of how each verb reads, after the name of whoever did it.

`{field:kind}` is a value of the event's details: kinds are in `names.py` (rows that have names)
and in `words.py`. `{story}` and `{sprint}` are what the event hangs on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class EventText:
    """One sentence, or the fields that choose between several; and the icon beside it."""

    icon: str
    sentence: str
    without: tuple[
        tuple[str, str], ...
    ] = ()  # pairs (field, sentence): told instead where that field is empty
    own: tuple[Any, ...] = ()  # pairs (field, Reading): told instead where that field is who did it

    def chosen(self, details: dict[str, Any], actor: int | None = None) -> str:
        for field, reading in self.own:
            if actor is not None and details.get(field) == actor:
                return reading.chosen(details)
        for field, sentence in self.without:
            if details.get(field) in (None, "", [], 0):
                return sentence
        return self.sentence


def told(sentence: str, *without: tuple[str, str]) -> EventText:
    """What somebody did to themselves; the icon is that of the verb."""
    return EventText("", sentence, without)


READINGS = {
    # A team
    "team_founded": EventText("users", "founded the team"),
    "team_member_joined": EventText(
        "users",
        "took {user:person} into the team for {discipline:discipline}",
        own=(("user", told("joined the team for {discipline:discipline}")),),
    ),
    "team_member_changed": EventText(
        "users",
        "changed what {user:person} is in the team: {discipline:discipline}, {role}",
        own=(("user", told("took another part in the team: {discipline:discipline}, {role}")),),
    ),
    "team_member_left": EventText(
        "users", "let {user:person} leave the team", own=(("user", told("left the team")),)
    ),
    "team_renamed": EventText("pencil", "renamed the team from {was:quoted} to {now:quoted}"),
    "team_rhythm_set": EventText("repeat", "changed the team's size limit, days or sprint length"),
    "team_digest_switched": EventText(
        "message-square",
        "let health reports be mailed to the team after each sprint",
        (("now", "let no health reports be mailed any more"),),
    ),
    "team_absence_noted": EventText(
        "calendar", "noted an absence from {first_day:date} to {last_day:date}"
    ),
    "team_absence_forgotten": EventText(
        "calendar", "took back the absence from {first_day:date} to {last_day:date}"
    ),
    "team_pulse_opened": EventText("heart-pulse", "asked the team for its pulse"),
    "team_reading_contested": EventText(
        "message-square",
        "contested a reading of the team's health",
        (("now", "took back a note on a reading of the team's health"),),
    ),
    # Anything
    "text_struck_out": EventText(
        "ban", "struck an old {field:words} out of the history: {reason:quoted}"
    ),
    # A project
    "project_started": EventText("flag", "started the project {name:quoted}"),
    "project_edited": EventText("pencil", "edited the project's {now:changed_fields}"),
    "project_state_changed": EventText("flag", "moved the project from {was} to {now}"),
    "usecase_distilled": EventText("lightbulb", "distilled the use case {title:quoted}"),
    "usecase_reworded": EventText("pencil", "reworded the use case {now.title:quoted}"),
    "usecase_dropped": EventText("ban", "dropped the use case {usecase:usecase}"),
    "charter_written": EventText("file-text", "wrote version {version} of the charter"),
    "charter_signed": EventText(
        "signature", "signed version {version} of the charter for {discipline:discipline}"
    ),
    "theme_charted": EventText("map", "put the theme {title:quoted} on the plan"),
    "theme_reworded": EventText("pencil", "reworded the theme {now.title:quoted}"),
    "theme_planned": EventText(
        "calendar-range",
        "planned the theme {theme:theme} from {now.starts_on:date} to {now.ends_on:date}",
    ),
    "theme_state_changed": EventText("map", "called the theme {theme:theme} {now.state}"),
    "theme_placed": EventText("move", "moved the theme {theme:theme} to place {now}"),
    "hypothesis_drafted": EventText("flask-conical", "drafted the hypothesis {prediction:quoted}"),
    "hypothesis_reworded": EventText("pencil", "reworded the hypothesis {hypothesis:hypothesis}"),
    "hypothesis_started": EventText(
        "flask-conical", "began to test the hypothesis {hypothesis:hypothesis}, due {due_on:date}"
    ),
    "hypothesis_decided": EventText(
        "flask-conical", "called the hypothesis {hypothesis:hypothesis} {now}"
    ),
    "hypothesis_verdict_changed": EventText(
        "flask-conical", "changed the verdict on {hypothesis:hypothesis} from {was} to {now}"
    ),
    "release_announced": EventText("rocket", "announced the release {title:quoted}"),
    "release_used": EventText(
        "rocket", "noted that {release:release} is in use since {now.first_used_on:date}"
    ),
    "release_withdrawn": EventText("rocket", "withdrew the release {release:release}"),
    "column_added": EventText("columns-3", "added the column {name:quoted}"),
    "column_set_up": EventText(
        "columns-3",
        "set up the column {now.name:quoted} with a limit of {now.wip_limit:number_or_none}",
    ),
    "column_placed": EventText("columns-3", "moved the column {column:column} to place {now}"),
    "column_removed": EventText("columns-3", "removed the column {name:quoted}"),
    # A sprint
    "sprint_planned": EventText(
        "calendar", "planned {sprint} from {starts_on:date} to {ends_on:date}"
    ),
    "sprint_replanned": EventText("calendar", "changed the {now:changed_fields} of {sprint}"),
    "sprint_kicked_off": EventText(
        "play", "kicked off {sprint} with {stories:stories} and {points:points}"
    ),
    "sprint_closed": EventText("check", "closed {sprint}; {left:stories} went on"),
    "standup_started": EventText("clock", "began the stand-up"),
    "standup_ended": EventText("clock", "ended the stand-up"),
    "standup_noted": EventText("clock", "noted the stand-up of {day:date}"),
    "retrospective_held": EventText("history", "held the retrospective of {sprint:sprint}"),
    "retrospective_noted": EventText("history", "noted what the retrospective showed"),
    "action_agreed": EventText(
        "handshake",
        "agreed on the action {title:quoted} with {owner:person}, due {due:date}",
        own=(("owner", told("took on the action {title:quoted}, due {due:date}")),),
    ),
    "action_carried": EventText(
        "handshake", "gave the action {action:action} until {now.due:date}"
    ),
    "action_closed": EventText("handshake", "closed the action {action:action}: {now.outcome}"),
    "action_taken_up": EventText("handshake", "made the action {action:action} a story"),
    # A story
    "story_created": EventText("plus", "added {story}"),
    "story_moved": EventText("arrow-right", "moved {story} from {was:column} to {now:column}"),
    "story_handed": EventText(
        "user-round",
        "handed {story} from {was:person} to {now:person}",
        (("now", "freed {story} from {was:person}"), ("was", "gave {story} to {now:person}")),
        (
            ("now", told("took {story} from {was:person}", ("was", "took {story}"))),
            ("was", told("handed {story} to {now:person}", ("now", "let go of {story}"))),
        ),
    ),
    "story_paired": EventText(
        "users",
        "let {coworker:person} work on {story} too",
        own=(("coworker", told("began to work on {story} too")),),
    ),
    "story_parted": EventText(
        "users",
        "ended the pairing with {coworker:person} on {story}",
        own=(("coworker", told("stopped working on {story}")),),
    ),
    "story_planned": EventText(
        "repeat",
        "planned {story} from {was:sprint} into {now:sprint}",
        (
            ("now", "took {story} out of {was:sprint}"),
            ("was", "planned {story} into {now:sprint}"),
        ),
    ),
    "story_carried_over": EventText(
        "repeat",
        "carried {story} over from {was:sprint} into {now:sprint}",
        (("now", "put {story} back from {was:sprint} into the backlog"),),
    ),
    "story_filed": EventText(
        "map",
        "filed {story} under {now:theme}",
        (("now", "took {story} out of the theme {was:theme}"),),
    ),
    "story_tests": EventText(
        "flask-conical",
        "let {story} test the hypothesis {now:hypothesis}",
        (("now", "let {story} test no hypothesis any more"),),
    ),
    "story_ships": EventText(
        "rocket",
        "let {story} go to the users with the release {now:release}",
        (("now", "took {story} out of the release {was:release}"),),
    ),
    "story_ranked": EventText("list-ordered", "gave {story} another rank"),
    "story_blocked": EventText("octagon-alert", "blocked {story}: {now:quoted}"),
    "story_unblocked": EventText("check", "unblocked {story}, which waited for {was:quoted}"),
    "story_depended": EventText("link", "let {story} wait for {needs:other}"),
    "story_released": EventText("link", "let {story} go on without {needs:other}"),
    "story_renamed": EventText(
        "pencil", "renamed {story} from {was.title:quoted} to {now.title:quoted}"
    ),
    "story_described": EventText(
        "pen-line",
        "rewrote the description of {story}",
        (("now", "emptied the description of {story}"), ("was", "described {story}")),
    ),
    "story_classified": EventText(
        "tag", "made {story} {now.kind:a_kind} instead of {was.kind:a_kind}"
    ),
    "story_labelled": EventText("tag", "labelled {story} {now.labels:list}"),
    "story_estimated": EventText("layers", "sized {story}: {now:size} instead of {was:size}"),
    "story_commented": EventText("message-square", "commented on {story}"),
    "story_comment_reworded": EventText("message-square", "reworded a comment on {story}"),
    "story_comment_withdrawn": EventText("message-square", "withdrew a comment on {story}"),
    # Success
    "successmetric_defined": EventText("target", "agreed on the success metric {name:quoted}"),
    "successmetric_retargeted": EventText(
        "target",
        "changed the target of {successmetric:metric} from {was.target} to {now.target}",
    ),
    "successmetric_appraised": EventText(
        "layers", "weighed value against costs of {successmetric:metric}"
    ),
    "successmetric_observed": EventText("trending-up", "saw {successmetric:metric} at {value}"),
}

UNKNOWN = EventText("activity", "changed {story}")
