"""The one registry of how each verb reads, after the name of whoever did it.

`{field:kind}` is a value of the event's details: kinds are in `names.py` (rows that have names)
and in `words.py`. `{story}` and `{sprint}` are what the event hangs on.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reading:
    """One sentence, or the fields that choose between several; and the icon beside it."""

    icon: str
    sentence: str
    without: tuple = ()  # pairs (field, sentence): told instead where that field is empty
    own: tuple = ()  # pairs (field, Reading): told instead where that field is who did it

    def chosen(self, details, actor=None):
        for field, reading in self.own:
            if actor is not None and details.get(field) == actor:
                return reading.chosen(details)
        for field, sentence in self.without:
            if details.get(field) in (None, "", [], 0):
                return sentence
        return self.sentence


def told(sentence, *without):
    """What somebody did to themselves; the icon is that of the verb."""
    return Reading("", sentence, without)


READINGS = {
    # A team
    "team_founded": Reading("users", "founded the team"),
    "team_member_joined": Reading(
        "users",
        "took {user:person} into the team for {discipline:discipline}",
        own=(("user", told("joined the team for {discipline:discipline}")),),
    ),
    "team_member_changed": Reading(
        "users",
        "changed what {user:person} is in the team: {discipline:discipline}, {role}",
        own=(("user", told("took another part in the team: {discipline:discipline}, {role}")),),
    ),
    "team_member_left": Reading(
        "users", "let {user:person} leave the team", own=(("user", told("left the team")),)
    ),
    "team_renamed": Reading("pencil", "renamed the team from {was:quoted} to {now:quoted}"),
    "team_rhythm_set": Reading("repeat", "changed the team's size limit, days or sprint length"),
    "team_digest_switched": Reading(
        "message-square",
        "let health reports be mailed to the team after each sprint",
        (("now", "let no health reports be mailed any more"),),
    ),
    "team_absence_noted": Reading(
        "calendar", "noted an absence from {first_day:date} to {last_day:date}"
    ),
    "team_absence_forgotten": Reading(
        "calendar", "took back the absence from {first_day:date} to {last_day:date}"
    ),
    "team_pulse_opened": Reading("heart-pulse", "asked the team for its pulse"),
    "team_reading_contested": Reading(
        "message-square",
        "contested a reading of the team's health",
        (("now", "took back a note on a reading of the team's health"),),
    ),
    # Anything
    "text_struck_out": Reading(
        "ban", "struck an old {field:words} out of the history: {reason:quoted}"
    ),
    # A project
    "project_started": Reading("flag", "started the project {name:quoted}"),
    "project_edited": Reading("pencil", "edited the project's {now:changed_fields}"),
    "project_state_changed": Reading("flag", "moved the project from {was} to {now}"),
    "usecase_distilled": Reading("lightbulb", "distilled the use case {title:quoted}"),
    "usecase_reworded": Reading("pencil", "reworded the use case {now.title:quoted}"),
    "usecase_dropped": Reading("ban", "dropped the use case {usecase:usecase}"),
    "charter_written": Reading("file-text", "wrote version {version} of the charter"),
    "charter_signed": Reading(
        "signature", "signed version {version} of the charter for {discipline:discipline}"
    ),
    "theme_charted": Reading("map", "put the theme {title:quoted} on the plan"),
    "theme_reworded": Reading("pencil", "reworded the theme {now.title:quoted}"),
    "theme_planned": Reading(
        "calendar-range",
        "planned the theme {theme:theme} from {now.starts_on:date} to {now.ends_on:date}",
    ),
    "theme_state_changed": Reading("map", "called the theme {theme:theme} {now.state}"),
    "theme_placed": Reading("move", "moved the theme {theme:theme} to place {now}"),
    "hypothesis_drafted": Reading("flask-conical", "drafted the hypothesis {prediction:quoted}"),
    "hypothesis_reworded": Reading("pencil", "reworded the hypothesis {hypothesis:hypothesis}"),
    "hypothesis_started": Reading(
        "flask-conical", "began to test the hypothesis {hypothesis:hypothesis}, due {due_on:date}"
    ),
    "hypothesis_decided": Reading(
        "flask-conical", "called the hypothesis {hypothesis:hypothesis} {now}"
    ),
    "hypothesis_verdict_changed": Reading(
        "flask-conical", "changed the verdict on {hypothesis:hypothesis} from {was} to {now}"
    ),
    "release_announced": Reading("rocket", "announced the release {title:quoted}"),
    "release_used": Reading(
        "rocket", "noted that {release:release} is in use since {now.first_used_on:date}"
    ),
    "release_withdrawn": Reading("rocket", "withdrew the release {release:release}"),
    "column_added": Reading("columns-3", "added the column {name:quoted}"),
    "column_set_up": Reading(
        "columns-3",
        "set up the column {now.name:quoted} with a limit of {now.wip_limit:number_or_none}",
    ),
    "column_placed": Reading("columns-3", "moved the column {column:column} to place {now}"),
    "column_removed": Reading("columns-3", "removed the column {name:quoted}"),
    # A sprint
    "sprint_planned": Reading(
        "calendar", "planned {sprint} from {starts_on:date} to {ends_on:date}"
    ),
    "sprint_replanned": Reading("calendar", "changed the {now:changed_fields} of {sprint}"),
    "sprint_kicked_off": Reading(
        "play", "kicked off {sprint} with {stories:stories} and {points:points}"
    ),
    "sprint_closed": Reading("check", "closed {sprint}; {left:stories} went on"),
    "standup_started": Reading("clock", "began the stand-up"),
    "standup_ended": Reading("clock", "ended the stand-up"),
    "standup_noted": Reading("clock", "noted the stand-up of {day:date}"),
    "retrospective_held": Reading("history", "held the retrospective of {sprint:sprint}"),
    "retrospective_noted": Reading("history", "noted what the retrospective showed"),
    "action_agreed": Reading(
        "handshake",
        "agreed on the action {title:quoted} with {owner:person}, due {due:date}",
        own=(("owner", told("took on the action {title:quoted}, due {due:date}")),),
    ),
    "action_carried": Reading(
        "handshake", "gave the action {action:action} until {now.due:date}"
    ),
    "action_closed": Reading("handshake", "closed the action {action:action}: {now.outcome}"),
    "action_taken_up": Reading("handshake", "made the action {action:action} a story"),
    # A story
    "story_created": Reading("plus", "added {story}"),
    "story_moved": Reading("arrow-right", "moved {story} from {was:column} to {now:column}"),
    "story_handed": Reading(
        "user-round",
        "handed {story} from {was:person} to {now:person}",
        (("now", "freed {story} from {was:person}"), ("was", "gave {story} to {now:person}")),
        (
            ("now", told("took {story} from {was:person}", ("was", "took {story}"))),
            ("was", told("handed {story} to {now:person}", ("now", "let go of {story}"))),
        ),
    ),
    "story_paired": Reading(
        "users",
        "let {coworker:person} work on {story} too",
        own=(("coworker", told("began to work on {story} too")),),
    ),
    "story_parted": Reading(
        "users",
        "ended the pairing with {coworker:person} on {story}",
        own=(("coworker", told("stopped working on {story}")),),
    ),
    "story_planned": Reading(
        "repeat",
        "planned {story} from {was:sprint} into {now:sprint}",
        (
            ("now", "took {story} out of {was:sprint}"),
            ("was", "planned {story} into {now:sprint}"),
        ),
    ),
    "story_carried_over": Reading(
        "repeat",
        "carried {story} over from {was:sprint} into {now:sprint}",
        (("now", "put {story} back from {was:sprint} into the backlog"),),
    ),
    "story_filed": Reading(
        "map",
        "filed {story} under {now:theme}",
        (("now", "took {story} out of the theme {was:theme}"),),
    ),
    "story_tests": Reading(
        "flask-conical",
        "let {story} test the hypothesis {now:hypothesis}",
        (("now", "let {story} test no hypothesis any more"),),
    ),
    "story_ships": Reading(
        "rocket",
        "let {story} go to the users with the release {now:release}",
        (("now", "took {story} out of the release {was:release}"),),
    ),
    "story_ranked": Reading("list-ordered", "gave {story} another rank"),
    "story_blocked": Reading("octagon-alert", "blocked {story}: {now:quoted}"),
    "story_unblocked": Reading("check", "unblocked {story}, which waited for {was:quoted}"),
    "story_depended": Reading("link", "let {story} wait for {needs:other}"),
    "story_released": Reading("link", "let {story} go on without {needs:other}"),
    "story_renamed": Reading(
        "pencil", "renamed {story} from {was.title:quoted} to {now.title:quoted}"
    ),
    "story_described": Reading(
        "pen-line",
        "rewrote the description of {story}",
        (("now", "emptied the description of {story}"), ("was", "described {story}")),
    ),
    "story_classified": Reading(
        "tag", "made {story} {now.kind:a_kind} instead of {was.kind:a_kind}"
    ),
    "story_labelled": Reading("tag", "labelled {story} {now.labels:list}"),
    "story_estimated": Reading("layers", "sized {story}: {now:size} instead of {was:size}"),
    "story_commented": Reading("message-square", "commented on {story}"),
    "story_comment_reworded": Reading("message-square", "reworded a comment on {story}"),
    "story_comment_withdrawn": Reading("message-square", "withdrew a comment on {story}"),
    # Success
    "successmetric_defined": Reading("target", "agreed on the success metric {name:quoted}"),
    "successmetric_retargeted": Reading(
        "target",
        "changed the target of {successmetric:metric} from {was.target} to {now.target}",
    ),
    "successmetric_appraised": Reading(
        "layers", "weighed value against costs of {successmetric:metric}"
    ),
    "successmetric_observed": Reading(
        "trending-up", "saw {successmetric:metric} at {value}"
    ),
}  # fmt: skip

UNKNOWN = Reading("activity", "changed {story}")
