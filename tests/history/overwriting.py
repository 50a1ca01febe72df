"""How each text that people write is saved a second time, and which texts never are."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from health.models import Reading
from health.reports.building import build_report
from projects.models import (
    Charter,
    Decision,
    Hypothesis,
    Question,
    Release,
    ShelfItem,
    Theme,
    UseCase,
)
from solutions.models import Deployment, FitReview, Incident, Judgement, Solution, Trial
from sprints.models import Retrospective, Sprint
from stories.models import Column
from tests.present import present
from walls.models import Note, Wall

DAYS: dict[str, Any] = {"starts_on": date(2031, 1, 6), "ends_on": date(2031, 1, 19)}
TODAY = timezone.localdate()


class World:
    """Rows that are made when a case asks for them."""

    def __init__(self, project, story, lead):
        self.project, self.story, self.lead = project, story, lead
        self.team = project.team

    def hypothesis(self):
        theme = Theme.chart(self.project, title="Guidance", by=self.lead)
        return Hypothesis.draft(theme, prediction="It lands", threshold="1", by=self.lead)

    def started(self):
        hypothesis = self.hypothesis()
        hypothesis.start(by=self.lead)
        return hypothesis

    def question(self):
        use_case = UseCase.distil(self.project, title="Landing", by=self.lead)
        return Question.ask(use_case, text="How?", asked_from="science", by=self.lead)

    def decided(self):
        decision = Decision.open_for(self.project, title="Where?", by=self.lead)
        decision.decide(chosen="There", by=self.lead)
        return decision

    def shelf_item(self):
        return ShelfItem.put(
            self.team, kind="platform", name="Lake", kept_by="engineering", by=self.lead
        )

    def note(self):
        use_case = UseCase.distil(self.project, title="Landing", by=self.lead)
        wall = Wall.open_for(use_case, title="How?", by=self.lead)
        wall.write("First", prompt=present(wall.prompts.first()), by=self.lead)
        wall.reveal(by=self.lead)
        return Note.objects.get()

    def solution(self):
        return Solution.sketch(self.project, name="Lander", kind="model", by=self.lead)

    def trial(self):
        return Trial.draft(self.solution(), environment="staging", name="Lab", by=self.lead)

    def deployment(self):
        return Deployment.plan(self.solution(), version="1.0", by=self.lead)

    def incident(self):
        lab = Deployment.report(
            self.solution(), environment="staging", reference="1", state="live", by=self.lead
        )
        return Incident.report(
            lab.solution, deployment=lab, kind="drift", severity=2, happened="Off.", by=self.lead
        )

    def running(self):
        trial = self.trial()
        trial.redesign(
            population="Boxes",
            planned_n=9,
            metric="Error",
            threshold=1,
            rollback_plan="Off",
            by=self.lead,
        )
        trial.guard("Crashes", "none", by=self.lead)
        trial.start(waiver="Nobody else is here.", by=self.lead)
        return trial

    def fit_item(self):
        review = FitReview.begin(self.solution(), by=self.lead)
        return review.items.first()

    def sprint(self):
        return Sprint.plan(self.project, by=self.lead, **DAYS)

    def retrospective(self):
        sprint = self.sprint()
        self.story.hand_to(self.lead, by=self.lead)
        self.story.plan_into(sprint, by=self.lead)
        sprint.kick_off(by=self.lead)
        return Retrospective.hold(sprint, by=self.lead)

    def reading(self):
        report = build_report(self.team)
        return Reading.objects.filter(report=report).first()


def field(make, change):
    """A case: the row, and what saves a text in its field."""

    def prepare(world):
        row = make(world)
        return lambda text: change(row, text, world.lead)

    return prepare


def _noted_by(item, text, lead, side):
    """Whoever leads writes it, as a member of that discipline."""
    item.review.project.team.take_in(lead, discipline=side, role="lead", by=lead)
    item.review.judge({item.pk: Judgement(note=text)}, by=lead)


def _charter(name):
    other = {"end_point": "success", "success": "end_point"}[name]
    return lambda project, text, by: Charter.write(
        project, **{name: text, other: "The same"}, **DAYS, by=by
    )


def _of(row, *names):
    return {name: getattr(row, name) for name in names}


def _set(verb, name, *others):
    """A verb that takes several fields, of which one changes."""
    return lambda row, text, by: getattr(row, verb)(**{**_of(row, *others), name: text}, by=by)


PROJECT = ("name", "customer", "business_goal")

# Saved twice by the same verb, the first text is what the second overwrote.
REPLACED = {
    "teams.team.name": field(lambda w: w.team, lambda row, text, by: row.rename(text, by=by)),
    **{
        f"projects.project.{name}": field(lambda w: w.project, _set("edit", name, *PROJECT))
        for name in PROJECT
    },
    "projects.charter.end_point": field(lambda w: w.project, _charter("end_point")),
    "projects.charter.success": field(lambda w: w.project, _charter("success")),
    **{
        f"projects.theme.{name}": field(
            lambda w: Theme.chart(w.project, title="Guidance", by=w.lead),
            _set("reword", name, "title", "description"),
        )
        for name in ("title", "description")
    },
    **{
        f"projects.usecase.{name}": field(
            lambda w: UseCase.distil(w.project, title="Landing", by=w.lead),
            _set("reword", name, "title", "description"),
        )
        for name in ("title", "description")
    },
    **{
        f"projects.hypothesis.{name}": field(World.hypothesis, _set("reword", name))
        for name in ("prediction", "threshold", "kill_rule")
    },
    "projects.hypothesis.decision": field(
        World.started, lambda row, text, by: row.decide("refuted", decision=text, by=by)
    ),
    "projects.hypothesis.evidence": field(
        World.started,
        lambda row, text, by: row.decide("refuted", decision="Stop", evidence=text, by=by),
    ),
    "projects.release.evidence": field(
        lambda w: Release.announce(w.project, title="To the moon", by=w.lead),
        lambda row, text, by: row.put_to_use(TODAY - timedelta(days=1), evidence=text, by=by),
    ),
    "projects.question.text": field(World.question, lambda row, text, by: row.reword(text, by=by)),
    "walls.note.words": field(World.note, lambda row, text, by: row.reword(text, by=by)),
    **{
        f"solutions.solution.{name}": field(
            World.solution, lambda row, text, by, name=name: row.describe(**{name: text}, by=by)
        )
        for name in ("does", "meant_for", "not_for")
    },
    **{
        f"solutions.fititem.{side}_note": field(
            World.fit_item, lambda row, text, by, side=side: _noted_by(row, text, by, side)
        )
        for side in ("science", "engineering")
    },
    "solutions.solution.name": field(World.solution, lambda row, text, by: row.rename(text, by=by)),
    **{
        f"solutions.trial.{name}": field(
            World.trial, lambda row, text, by, name=name: row.redesign(**{name: text}, by=by)
        )
        for name in ("name", "population", "metric", "unit", "compared", "rollback_plan")
    },
    **{
        f"solutions.deployment.{name}": field(
            World.deployment, lambda row, text, by, name=name: row.replan(**{name: text}, by=by)
        )
        for name in ("version", "reference", "different")
    },
    **{
        f"solutions.incident.{name}": field(
            World.incident, lambda row, text, by, name=name: row.describe(**{name: text}, by=by)
        )
        for name in ("happened", "changed")
    },
    "solutions.trial.learned": field(
        World.running, lambda row, text, by: row.decide("passed", learned=text, by=by)
    ),
    "projects.decision.outcome": field(
        World.decided, lambda row, text, by: row.note_outcome(text, by=by)
    ),
    **{
        f"projects.shelfitem.{name}": field(
            World.shelf_item, lambda row, text, by, name=name: row.edit(**{name: text}, by=by)
        )
        for name in ("name", "description", "access")
    },
    "sprints.sprint.goal": field(
        World.sprint, lambda row, text, by: row.replan(goal=text, **DAYS, by=by)
    ),
    **{
        f"sprints.retrospective.{name}": field(
            World.retrospective, _set("note", name, "shown", "lessons")
        )
        for name in ("shown", "lessons")
    },
    "stories.column.name": field(
        lambda w: Column.add(w.project, name="Lab", category="doing", by=w.lead),
        lambda row, text, by: row.set_up(name=text, wip_limit=None, by=by),
    ),
    "stories.comment.body": field(
        lambda w: w.story.comment("Words", by=w.lead),
        lambda row, text, by: row.reword(text, by=by),
    ),
    "stories.story.title": field(lambda w: w.story, lambda row, text, by: row.rename(text, by=by)),
    "stories.story.body": field(lambda w: w.story, lambda row, text, by: row.describe(text, by=by)),
    "stories.story.blocked_reason": field(
        lambda w: w.story, lambda row, text, by: row.block(text, by=by)
    ),
    "metrics.reading.contest_note": field(
        World.reading, lambda row, text, by: row.contest(text, by=by)
    ),
}


def _reworded(world, text):
    comment = world.story.comment("Words", by=world.lead)
    comment.reword(text, by=world.lead)
    return comment


def _blocked(world, text):
    world.story.block(text, by=world.lead)
    return world.story


def _noted(world, text):
    note = world.note()
    note.reword(text, by=world.lead)
    return note


def _dropped(world, text):
    solution = world.solution()
    solution.drop(text, by=world.lead)
    return solution


def _failed(world, text):
    row = Deployment.plan(
        world.solution(), version="1.0", reference="run-7", environment="staging", by=world.lead
    )
    row.start(by=world.lead)
    row.fail(text, by=world.lead)
    return row


def _tried_again(row, by):
    said: dict[str, Any] = {"environment": "staging", "reference": "run-7", "state": "live"}
    Deployment.report(row.solution, by=by, **said)


# Another verb takes the text away.
EMPTIED = {
    "solutions.deployment.reason": (_failed, _tried_again),
    "solutions.solution.learned": (_dropped, lambda row, by: row.take_up_again(by=by)),
    "walls.note.words": (_noted, lambda row, by: row.withdraw(by=by)),
    "stories.comment.body": (_reworded, lambda row, by: row.withdraw(by=by)),
    "stories.story.blocked_reason": (_blocked, lambda row, by: row.unblock(by=by)),
    "stories.column.name": (
        lambda w, text: Column.add(w.project, name=text, category="doing", by=w.lead),
        lambda row, by: row.remove(by=by),
    ),
}

# Why nothing has to be kept of the others.
NEVER_LOST = {
    "nobody writes it": """
        jobs.job.kind jobs.job.key jobs.job.error jobs.slot.kind teams.user.password
        projects.charter.content_hash projects.signature.content_hash projects.event.role
        projects.event.service projects.event.verb projects.oldtext.noun projects.oldtext.field
        sprints.committedstory.kind metrics.projectfacts.definition metrics.storyfact.category
        metrics.forecast.inputs_sha256 metrics.forecast.code_version metrics.forecastoutcome.note
        metrics.wave.salt metrics.healthreport.code_version metrics.healthreport.key
        metrics.healthreport.inputs_sha256 metrics.healthreport.sha256 metrics.reading.signal
        metrics.finding.signal metrics.finding.sentence metrics.finding.action
        integrations.apitoken.prefix integrations.apitoken.digest integrations.importedrow.source
        integrations.importedrow.external_id integrations.importedrow.external_key
        files.attachment.content_type files.attachment.sha256 files.attachment.key
        files.attachment.host_kind projects.frozentheme.title
        integrations.idempotencyrecord.key integrations.idempotencyrecord.fingerprint
        walls.sealednote.author_hash walls.vote.voter_hash
        solutions.solution.words_hash solutions.look.words_hash
        solutions.trial.words_hash solutions.trial.verdict_hash
        projects.hypothesis.words_hash projects.hypothesislook.words_hash
        solutions.trialconfirmation.verdict_hash
        solutions.deployment.words_hash solutions.deployment.fit_hash
        solutions.fitreview.fit_hash solutions.fitsignature.fit_hash
    """,
    "no verb writes it a second time": """
        teams.team.slug projects.project.key projects.release.title sprints.commitment.reason
        sprints.action.title sprints.action.evidence metrics.successmetric.name
        metrics.successmetric.unit metrics.observation.method metrics.observation.source
        metrics.checkin.because
        metrics.appraisal.method metrics.appraisal.source integrations.apitoken.name
        projects.oldtext.struck_reason projects.decision.title projects.decision.chosen
        projects.decision.considered projects.decision.why projects.decision.heard
        projects.decision.still_held projects.questionnote.body sprints.sprint.waiver
        walls.wall.title walls.prompt.words
        solutions.solutionlink.label
        solutions.trialguardrail.what solutions.trialguardrail.limit
        solutions.trialamendment.now solutions.trialamendment.reason
        solutions.trialobservation.words solutions.trial.waiver
        solutions.trial.withdrawn_because
        projects.hypothesisamendment.now projects.hypothesisamendment.reason
        projects.hypothesis.withdrawn_because
        solutions.deployment.waiver
        solutions.fititem.text
        files.attachment.name files.attachment.refused_why
    """,
    "sealed until it is opened, and never edited then": """
        projects.answer.belief projects.answer.change_mind
    """,
    "who groups notes leaves no line, lest it say who wrote them": """
        walls.notegroup.name walls.notearrow.label
    """,
    "a line of history says it whole": """
        projects.question.set_aside_reason solutions.solution.learned
        solutions.deployment.reason
    """,
    "no words but an address": """
        projects.shelfitem.link solutions.solutionlink.address solutions.deployment.link
    """,
    "a choice from a list": "teams.user.time_zone teams.team.time_zone",
    "a person's own, of which no team has a history": "teams.user.email teams.user.name",
    "it is what was overwritten": "projects.oldtext.text",
}
