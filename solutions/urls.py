from django.urls import path

import web.converters  # noqa: F401  teaches <project:key> and <row:pk>
from solutions.pages import (
    deployment,
    deployment_edits,
    drama,
    edits,
    fit,
    incident,
    incident_edits,
    solution,
    solutions,
    trial,
    trial_edits,
)
from solutions.pages.fit_checklist import fit_checklist

urlpatterns = [
    path("projects/<project:key>/solutions/", solutions.solutions, name="solutions"),
    path("projects/<project:key>/solutions/new/", solutions.new_solution, name="new_solution"),
    path("solutions/<row:pk>/", solution.solution, name="solution"),
    path("solutions/<row:pk>/name/", edits.solution_name, name="solution_name"),
    path("solutions/<row:pk>/words/", edits.solution_words, name="solution_words"),
    path("solutions/<row:pk>/served/", edits.solution_served, name="solution_served"),
    path("solutions/<row:pk>/keepers/", edits.solution_keepers, name="solution_keepers"),
    path("solutions/<row:pk>/links/", edits.solution_links, name="solution_links"),
    path("solutions/<row:pk>/stories/", edits.solution_stories, name="solution_stories"),
    path("solutions/<row:pk>/drops/", edits.solution_drops, name="solution_drops"),
    path(
        "solutions/<row:pk>/retirements/", edits.solution_retirements, name="solution_retirements"
    ),
    path("solutions/<row:pk>/looks/", solution.solution_looks, name="solution_looks"),
    path("solutions/<row:pk>/link-ends/", solution.solution_link_ends, name="solution_link_ends"),
    path(
        "solutions/<row:pk>/story-ends/", solution.solution_story_ends, name="solution_story_ends"
    ),
    path(
        "solutions/<row:pk>/resumptions/",
        solution.solution_resumptions,
        name="solution_resumptions",
    ),
    path("solutions/<row:pk>/shows/", solution.solution_shows, name="solution_shows"),
    path("solutions/<row:pk>/hides/", solution.solution_hides, name="solution_hides"),
    path("solutions/<row:pk>/trials/new/", trial_edits.new_trial, name="new_trial"),
    path("trials/<row:pk>/", trial.trial, name="trial"),
    path("trials/<row:pk>/design/", trial_edits.trial_design, name="trial_design"),
    path("trials/<row:pk>/runners/", trial_edits.trial_runners, name="trial_runners"),
    path("trials/<row:pk>/guardrails/", trial_edits.trial_guardrails, name="trial_guardrails"),
    path("trials/<row:pk>/amendments/", trial_edits.trial_amendments, name="trial_amendments"),
    path(
        "trials/<row:pk>/observations/", trial_edits.trial_observations, name="trial_observations"
    ),
    path("trials/<row:pk>/verdict/", trial_edits.trial_verdict, name="trial_verdict"),
    path("trials/<row:pk>/withdrawals/", trial_edits.trial_withdrawals, name="trial_withdrawals"),
    path("trials/<row:pk>/stories/", trial_edits.trial_stories, name="trial_stories"),
    path("trials/<row:pk>/starts/", trial.trial_starts, name="trial_starts"),
    path(
        "trials/<row:pk>/guardrail-ends/", trial.trial_guardrail_ends, name="trial_guardrail_ends"
    ),
    path("trials/<row:pk>/confirmations/", trial.trial_confirmations, name="trial_confirmations"),
    path("trials/<row:pk>/story-ends/", trial.trial_story_ends, name="trial_story_ends"),
    path("trials/<row:pk>/shows/", trial.trial_shows, name="trial_shows"),
    path("trials/<row:pk>/hides/", trial.trial_hides, name="trial_hides"),
    # Deployments
    path(
        "solutions/<row:pk>/deployments/new/",
        deployment_edits.new_deployment,
        name="new_deployment",
    ),
    path(
        "solutions/<row:pk>/deployment-reports/",
        deployment_edits.deployment_reports,
        name="deployment_reports",
    ),
    path("deployments/<row:pk>/", deployment.deployment, name="deployment"),
    path("deployments/<row:pk>/starts/", deployment.deployment_starts, name="deployment_starts"),
    path(
        "deployments/<row:pk>/go-lives/", deployment.deployment_go_lives, name="deployment_go_lives"
    ),
    path("deployments/<row:pk>/plan/", deployment_edits.deployment_plan, name="deployment_plan"),
    path(
        "deployments/<row:pk>/customer/",
        deployment_edits.deployment_customer,
        name="deployment_customer",
    ),
    path(
        "deployments/<row:pk>/release/",
        deployment_edits.deployment_release,
        name="deployment_release",
    ),
    path(
        "deployments/<row:pk>/rollbacks/",
        deployment_edits.deployment_rollbacks,
        name="deployment_rollbacks",
    ),
    path(
        "deployments/<row:pk>/failures/",
        deployment_edits.deployment_failures,
        name="deployment_failures",
    ),
    path(
        "deployments/<row:pk>/cancellations/",
        deployment_edits.deployment_cancellations,
        name="deployment_cancellations",
    ),
    path(
        "deployments/<row:pk>/waivers/",
        deployment_edits.deployment_waivers,
        name="deployment_waivers",
    ),
    path(
        "deployments/<row:pk>/stories/",
        deployment_edits.deployment_stories,
        name="deployment_stories",
    ),
    path(
        "deployments/<row:pk>/story-ends/",
        deployment.deployment_story_ends,
        name="deployment_story_ends",
    ),
    path("deployments/<row:pk>/drama/", drama.deployment_drama, name="deployment_drama"),
    path(
        "deployments/<row:pk>/drama-answers/",
        drama.deployment_drama_answers,
        name="deployment_drama_answers",
    ),
    # Incidents
    path("solutions/<row:pk>/incidents/new/", incident_edits.new_incident, name="new_incident"),
    path("incidents/<row:pk>/", incident.incident, name="incident"),
    path("incidents/<row:pk>/words/", incident_edits.incident_words, name="incident_words"),
    path(
        "incidents/<row:pk>/restorations/",
        incident_edits.incident_restorations,
        name="incident_restorations",
    ),
    path(
        "incidents/<row:pk>/reopenings/", incident.incident_reopenings, name="incident_reopenings"
    ),
    path(
        "incidents/<row:pk>/deployment/",
        incident_edits.incident_deployment,
        name="incident_deployment",
    ),
    path("incidents/<row:pk>/stories/", incident_edits.incident_stories, name="incident_stories"),
    path(
        "incidents/<row:pk>/story-ends/", incident.incident_story_ends, name="incident_story_ends"
    ),
    path("incidents/<row:pk>/shows/", incident.incident_shows, name="incident_shows"),
    path("incidents/<row:pk>/hides/", incident.incident_hides, name="incident_hides"),
    # The fit
    path("solutions/<row:pk>/fit/", fit.solution_fit, name="solution_fit"),
    path("solutions/<row:pk>/fit/rounds/", fit.solution_fit_rounds, name="solution_fit_rounds"),
    path(
        "solutions/<row:pk>/fit/verdicts/", fit.solution_fit_verdicts, name="solution_fit_verdicts"
    ),
    path(
        "solutions/<row:pk>/fit/agreements/",
        fit.solution_fit_agreements,
        name="solution_fit_agreements",
    ),
    path(
        "solutions/<row:pk>/fit/signatures/",
        fit.solution_fit_signatures,
        name="solution_fit_signatures",
    ),
    path(
        "solutions/<row:pk>/fit/signatures/<row:signature>/",
        fit.solution_fit_changes,
        name="solution_fit_changes",
    ),
    path("solutions/<row:pk>/fit/stories/", fit.solution_fit_stories, name="solution_fit_stories"),
    path("solutions/<row:pk>/fit/items/", fit.solution_fit_items, name="solution_fit_items"),
    path(
        "solutions/<row:pk>/fit/run-cost/", fit.solution_fit_run_cost, name="solution_fit_run_cost"
    ),
    path("solutions/<row:pk>/fit/shelf/", fit.solution_fit_shelf, name="solution_fit_shelf"),
    path("solutions/<row:pk>/fit/shows/", fit.solution_fit_shows, name="solution_fit_shows"),
    path("solutions/<row:pk>/fit/hides/", fit.solution_fit_hides, name="solution_fit_hides"),
    path("teams/<slug:slug>/fit-checklist/", fit_checklist, name="fit_checklist"),
]
