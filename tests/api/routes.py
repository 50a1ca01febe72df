"""Who may do what at every address of the API: what is sent, and what guest, member and lead get.

Reading is 200 for all three unless it says otherwise. Strangers get 404 and nobody 401, always,
but for the few addresses in OPEN and OWN.
"""

from typing import Any

from config.api import urlpatterns

PATTERNS: list[Any] = urlpatterns  # their functions have what DRF adds to them

MEMBERS = (403, 200, 200)
LEADS = (403, 403, 200)
NEW = (403, 201, 201)
TEAM = (404, 200, 200)  # guests don't see what wasn't shown to them
ON_A_PAGE = (403, 403, 403)
ON_A_PAGE_OF_TEAM = (404, 403, 403)
NEW_BY_LEAD = (403, 403, 201)

A_FILE = {"file": [b"a,b\n1,2\n", "figures.csv"]}


HANDLE = "5f0c9a52-7f1a-4c0b-9a33-0d5a7f3c1e2b"  # of a note that its sender named
TIMELINE = {"starts_on": "2026-03-01", "ends_on": "2026-04-01"}

# What isn't anybody's in particular: a stranger gets this.
OWN = {
    "GET api-me": 200,
    "GET api-search": 200,
    "GET me-needs": 200,
    "GET ledger-list": 200,
    "GET ledger-figures": 200,
    "GET story-list": 200,
    "GET user-list": 200,
    "GET team-list": 200,
    "GET portfolio-list": 200,
    "GET project-list": 200,
    "GET event-list": 200,
    "GET feed-list": 200,
    "GET token-list": 200,
    "POST api-me-digests": 200,
    "PATCH api-me": 200,
    "POST api-me-edits": 200,
    "POST story-list": 404,  # names a project that isn't theirs
    "POST story-bulk": 404,
    "POST project-list": 404,  # names a team that isn't theirs
    "POST token-list": 403,  # a token issues no others
}

READS = {
    "GET team-report-comparison": (404, 404, 404),  # there are no two of them
    "GET absence-detail": (404, 200, 200),  # the team's own business
    "GET report-detail": (404, 200, 200),  # the team sees it a day before its guests
    "GET token-detail": (404, 404, 200),
    # what wasn't shown to the customer
    "GET question-detail": (404, 200, 200),
    "GET own-answer": (404, 200, 200),
    "GET round-list": (404, 200, 200),
    "GET round-detail": (404, 200, 200),
    "GET note-list": (404, 200, 200),
    "GET note-detail": (404, 404, 404),  # there is none yet
    "GET decision-detail": (404, 200, 200),
    "GET shelf-item-list": (404, 200, 200),  # the team's own
    "GET shelf-item-detail": (404, 200, 200),
    "GET solution-path": (404, 200, 200),
    "GET solution-detail": (404, 200, 200),
    "GET file-of-solution-list": (404, 200, 200),
    "GET trial-list": (404, 200, 200),  # neither has a verdict
    "GET trial-detail": (404, 200, 200),
    "GET trial-observation-list": (404, 200, 200),
    "GET trial-observation-detail": (404, 200, 200),
    "GET file-of-trial-list": (404, 200, 200),
    "GET deployment-list": (404, 200, 200),  # none has come to something
    "GET deployment-detail": (404, 200, 200),
    "GET deployment-drama": (404, 200, 200),
    "GET knowledge-read": (403, 200, 200),
    "GET project-delivery-read": (403, 200, 200),
    "GET team-delivery-read": (403, 200, 200),
    "GET incident-list": (404, 200, 200),
    "GET incident-detail": (404, 200, 200),
    "GET file-of-incident-list": (404, 200, 200),
    "GET solution-gate": (404, 409, 409),  # no trial has passed
    "GET fit-list": (404, 200, 200),
    "GET fit-detail": (404, 200, 200),
    "GET fit-signature-list": (404, 200, 200),
    "GET fit-signature-detail": (404, 200, 200),
    "GET wall-detail": (404, 200, 200),
    "GET file-of-wall-list": (404, 200, 200),
    "GET wall-own-notes": (404, 200, 200),
    "GET wall-own-votes": (404, 200, 200),
    "GET wall-note-list": (404, 200, 200),
    "GET wall-note-detail": (404, 200, 200),
    "GET wall-group-list": (404, 200, 200),
    "GET wall-group-detail": (404, 200, 200),
    "GET wall-arrow-list": (404, 200, 200),
    "GET wall-arrow-detail": (404, 200, 200),
}

WRITES: dict[str, tuple[Any, ...]] = {
    "POST story-list": ({"project": "AP", "title": "New"}, *NEW),
    "POST story-bulk": ({"stories": [{"project": "AP", "title": "New"}]}, *NEW),
    "POST story-change-bulk": (
        {"project": "AP", "stories": ["AP-1"], "add_labels": ["new"]},
        *MEMBERS,
    ),
    "POST story-blockers": ({"reason": "Data"}, *MEMBERS),
    "POST story-dependencies": ({"needs": "AP-2"}, *MEMBERS),
    "POST story-descriptions": ({"body": "New"}, *MEMBERS),
    "PATCH story-detail": ({"title": "New", "points": 5, "column": "doing"}, *MEMBERS),
    "DELETE story-detail": ({}, *MEMBERS),
    "POST story-estimates": ({"points": 5}, *MEMBERS),
    "POST story-themes": ({"theme": None}, *MEMBERS),
    "POST story-assignments": ({"to": None}, *MEMBERS),
    "POST story-kinds": ({"kind": "bug"}, *MEMBERS),
    "POST story-labels": ({"labels": ["new"]}, *MEMBERS),
    "POST story-moves": ({"column": "doing"}, *MEMBERS),
    "POST story-pairings": ({"user": "bob"}, *MEMBERS),
    "DELETE story-end-pairing": ({}, *MEMBERS),
    "POST story-plans": ({"sprint": None}, *MEMBERS),
    "POST story-rankings": ({"below": "AP-2"}, *MEMBERS),
    "DELETE story-end-dependency": ({}, *MEMBERS),
    "POST story-tests": ({"hypothesis": None}, *MEMBERS),
    "POST story-shipments": ({"release": None}, *MEMBERS),
    "POST story-titles": ({"title": "New"}, *MEMBERS),
    "DELETE story-blockers": ({}, *MEMBERS),
    "POST comment-list": ({"body": "Words"}, 201, 201, 201),
    "POST comment-rewordings": ({"body": "Words"}, *LEADS),  # alice's own
    "PATCH comment-detail": ({"body": "Other words"}, *LEADS),
    "DELETE comment-detail": ({}, *LEADS),
    "POST file-of-story-list": (A_FILE, 201, 201, 201),
    "POST file-of-comment-list": (A_FILE, 403, 403, 201),  # alice's own words
    "POST file-of-wall-list": (A_FILE, 404, 201, 201),
    "POST file-of-solution-list": (A_FILE, 404, 201, 201),
    "POST file-of-trial-list": (A_FILE, 404, 201, 201),
    "POST file-of-use-case-list": (A_FILE, *NEW),
    "POST file-of-hypothesis-list": (A_FILE, *NEW),
    "DELETE attachment-detail": ({}, *LEADS),  # alice attached it
    "POST attachment-restorations": ({}, 200, 200, 200),  # it stands
    "POST column-list": ({"name": "New", "category": "doing"}, *NEW_BY_LEAD),
    "POST column-set-up": ({"name": "New"}, *LEADS),
    "POST column-rankings": ({"position": 1}, *LEADS),
    "PATCH column-detail": ({"name": "New", "position": 1}, *LEADS),
    "DELETE column-detail": ({}, 403, 403, 204),
    "POST team-rhythms": ({"sprint_days": 7}, *LEADS),
    "PATCH team-detail": ({"name": "New", "sprint_days": 7}, *LEADS),
    "POST team-digests": ({"on": True}, *LEADS),
    "POST api-me-digests": ({"wanted": False}, 200, 200, 200),
    "PATCH api-me": ({"name": "New"}, 200, 200, 200),
    "POST api-me-edits": ({"name": "Somebody"}, 200, 200, 200),
    "POST pulse-sheets": ({"risk": 5}, 409, 409, 409),  # none is open
    "POST membership-list": ({"user": "bob", "discipline": "science"}, *NEW_BY_LEAD),
    "PATCH membership-detail": ({"discipline": "science", "capacity": 0.5}, *LEADS),
    "DELETE membership-detail": ({}, 403, 403, 204),
    "POST absence-list": (
        {"user": "bob", "first_day": "2026-05-01", "last_day": "2026-05-02"},
        *NEW,
    ),
    "DELETE absence-detail": ({}, 404, 204, 204),
    "POST project-list": ({"team": "orbit", "key": "NEW", "name": "New"}, *NEW_BY_LEAD),
    "POST project-edits": ({"name": "New"}, *LEADS),
    "PATCH project-detail": ({"name": "New", "state": "paused"}, *LEADS),
    "POST project-states": ({"to": "paused"}, *LEADS),
    "POST charter-list": ({"end_point": "A", "success": "B", **TIMELINE}, *NEW_BY_LEAD),
    "POST charter-confirmations": ({}, *MEMBERS),
    "POST signature-list": ({}, 201, 201, 201),
    "POST theme-list": ({"title": "New"}, *NEW),
    "PATCH theme-detail": ({"title": "New", **TIMELINE, "state": "active"}, *LEADS),
    "POST theme-plans": (TIMELINE, *LEADS),
    "POST theme-rankings": ({"position": 1}, *LEADS),
    "POST theme-rewordings": ({"title": "New"}, *MEMBERS),
    "POST theme-states": ({"to": "active"}, *LEADS),
    "POST theme-use-cases": ({"use_cases": []}, *LEADS),
    "POST use-case-list": ({"title": "New"}, *NEW),
    "PATCH use-case-detail": ({"title": "New"}, *MEMBERS),
    "DELETE use-case-detail": ({}, *MEMBERS),
    "POST use-case-rewordings": ({"title": "New"}, *MEMBERS),
    "POST use-case-question-board": ({"chosen": [1, 4]}, *MEMBERS),
    "POST question-list": (
        {"use_case": "use-case", "text": "Why?", "asked_from": "science"},
        *NEW,
    ),
    "PATCH question-detail": ({"text": "How?"}, *TEAM),
    "POST question-rewordings": ({"text": "How?"}, *TEAM),
    "POST question-set-asides": ({"set_aside_reason": "Known"}, *TEAM),
    "POST question-finals": ({}, 404, 409, 409),  # nobody has begun
    "DELETE question-finals": ({}, *TEAM),
    "POST question-stances": ({"stance": "agree"}, 404, 409, 409),
    "POST question-shares": ({}, 404, 409, 409),
    "DELETE question-shares": ({}, *TEAM),
    "POST question-reveals": ({}, *ON_A_PAGE_OF_TEAM),
    "POST own-answer": ({"belief": "From the probe"}, *TEAM),
    "POST round-list": ({"is_sealed": False}, 404, 201, 201),
    "POST note-list": ({"body": "Words"}, 404, 409, 409),
    "POST decision-list": ({"title": "New"}, *NEW),
    "POST decision-choice": ({"chosen": "On land"}, 404, 409, 409),  # it is made
    "POST decision-successors": ({}, 404, 201, 201),
    "POST decision-outcomes": ({"outcome": "We landed"}, *TEAM),
    "PATCH decision-detail": ({"outcome": "We landed"}, *TEAM),
    "POST decision-shares": ({}, *TEAM),
    "DELETE decision-shares": ({}, *TEAM),
    "POST solution-list": ({"name": "New", "kind": "model"}, *NEW),
    "PATCH solution-detail": ({"name": "New", "does": "Lands"}, *TEAM),
    "POST solution-renamings": ({"name": "New"}, *TEAM),
    "POST solution-descriptions": ({"does": "Lands"}, *TEAM),
    "POST solution-use-cases": ({"use_cases": []}, *TEAM),
    "POST solution-hypotheses": ({"hypotheses": []}, *TEAM),
    "POST solution-keepers": ({"engineering_keeper": None}, *TEAM),
    "POST solution-looks": ({}, *TEAM),
    "POST solution-links": (
        {"label": "Registry", "address": "https://models.example.org/lander"},
        404,
        201,
        201,
    ),
    "DELETE solution-end-link": ({}, *TEAM),
    "POST solution-stories": ({"story": "AP-2"}, *TEAM),
    "DELETE solution-end-story": ({}, *TEAM),
    "POST solution-shares": ({}, *TEAM),
    "DELETE solution-shares": ({}, *TEAM),
    "POST solution-drops": ({}, *ON_A_PAGE_OF_TEAM),
    "POST solution-retirements": ({}, *ON_A_PAGE_OF_TEAM),
    "POST solution-resumptions": ({}, *ON_A_PAGE_OF_TEAM),
    "POST solution-deployment-reports": (
        {"environment": "staging", "reference": "run-7", "state": "live"},
        404,
        201,
        201,
    ),
    "POST check-in-answers": ({}, *ON_A_PAGE),
    "POST check-in-customer": ({}, *ON_A_PAGE),
    "POST incident-list": (
        {"kind": "drift", "severity": 2, "happened": "It is off.", "deployment": "lab"},
        404,
        201,
        201,
    ),
    "PATCH incident-detail": ({"severity": 1, "changed": "New"}, *TEAM),
    "POST incident-descriptions": ({"changed": "New"}, *TEAM),
    "POST incident-deployment": ({"deployment": "lab"}, *TEAM),
    "POST incident-restorations": ({"at": "2026-02-01T12:00:00Z"}, *TEAM),
    "DELETE incident-restorations": ({}, *TEAM),
    "POST incident-stories": ({"story": "AP-2"}, *TEAM),
    "DELETE incident-end-story": ({}, *TEAM),
    "POST incident-shares": ({}, *TEAM),
    "DELETE incident-shares": ({}, *TEAM),
    "POST file-of-incident-list": (A_FILE, 404, 201, 201),
    "POST deployment-list": ({"version": "1.1"}, 404, 201, 201),
    "PATCH deployment-detail": ({"version": "1.1", "customer": "present"}, *TEAM),
    "POST deployment-plans": ({"version": "1.1"}, *TEAM),
    "POST deployment-customer": ({"customer": "present"}, *TEAM),
    "POST deployment-carries": ({"release": None}, *TEAM),
    "POST deployment-attendances": ({"attendees": []}, *TEAM),
    "POST deployment-stories": ({"story": "AP-2"}, *TEAM),
    "DELETE deployment-end-story": ({}, *TEAM),
    "POST deployment-drama-answers": ({}, 404, 409, 409),  # it didn't go live in production
    "POST deployment-starts": ({}, *TEAM),
    "POST deployment-waivers": ({}, *ON_A_PAGE_OF_TEAM),
    "POST deployment-go-lives": ({}, 404, 409, 409),  # it hasn't started
    "POST deployment-rollbacks": ({"reason": "It was slow."}, 404, 409, 409),
    "POST deployment-failures": ({"reason": "It was slow."}, 404, 409, 409),
    "POST deployment-cancellations": ({"reason": "It was slow."}, *TEAM),
    "POST trial-list": ({"environment": "pilot", "name": "New"}, 404, 201, 201),
    "PATCH trial-detail": ({"name": "New", "threshold": 3, "runners": []}, *TEAM),
    "POST trial-designs": ({"name": "New"}, *TEAM),
    "POST trial-runners": ({"runners": []}, *TEAM),
    "POST trial-guardrails": ({"what": "Latency", "limit": "200 ms"}, 404, 201, 201),
    "DELETE trial-end-guardrail": ({}, *TEAM),
    "POST trial-starts": ({}, *TEAM),
    "POST trial-waivers": ({}, *ON_A_PAGE_OF_TEAM),
    "POST trial-amendments": (
        {"part": "metric", "now": "Error", "reason": "It was unclear."},
        404,
        409,
        409,
    ),  # it hasn't started
    "POST trial-observation-list": (
        {"seen_on": "2026-02-01", "words": "It holds."},
        404,
        201,
        201,
    ),
    "POST trial-verdicts": ({"verdict": "passed", "learned": "It holds."}, 404, 409, 409),
    "POST trial-confirmations": ({}, 404, 409, 409),
    "POST trial-withdrawals": ({"reason": "The boxes came late."}, *TEAM),
    "POST trial-stories": ({"story": "AP-2"}, *TEAM),
    "DELETE trial-end-story": ({}, *TEAM),
    "POST trial-shares": ({}, *TEAM),
    "DELETE trial-shares": ({}, *TEAM),
    "POST fit-list": ({"after": 1}, 404, 201, 201),
    "PATCH fit-detail": ({"run_cost_low": 5, "run_cost_high": 7.5}, *TEAM),
    "POST fit-verdicts": ({"item": "item-of-fit", "verdict": "dont_know", "note": "New"}, *TEAM),
    "POST fit-agreements": ({}, *TEAM),
    "POST fit-signatures": ({}, 404, 409, 409),  # an item is seen differently
    "POST fit-items": ({"text": "New"}, *TEAM),
    "POST fit-run-costs": ({"run_cost_low": 5, "run_cost_high": 7.5}, *TEAM),
    "POST fit-shelf": ({"item": "shelf-of-fit", "shelf": []}, *TEAM),
    "POST fit-stories": ({"item": "item-of-fit", "title": "New"}, *TEAM),
    "POST fit-shares": ({}, 404, 409, 409),  # its solution is the team's own
    "DELETE fit-shares": ({}, *TEAM),
    "POST fit-checklist-read": ({}, *ON_A_PAGE),
    "POST wall-list": ({"use_case": "use-case", "title": "New"}, *NEW),
    "POST wall-reveals": ({}, *TEAM),  # it is revealed
    "POST wall-vote-openings": ({}, *TEAM),
    "POST wall-vote-closings": ({}, 404, 409, 409),  # nobody votes yet
    "POST wall-discussions": ({"group": None}, 404, 409, 409),
    "POST wall-timers": ({"seconds": 60}, *TEAM),
    "DELETE wall-timers": ({}, *TEAM),
    "POST wall-closings": ({}, *TEAM),
    "POST wall-steps-back": ({}, 404, 403, 409),
    "POST wall-shares": ({}, *TEAM),
    "DELETE wall-shares": ({}, *TEAM),
    "POST wall-own-notes": (
        {"words": "Slowly", "prompt": "prompt", "handle": HANDLE},
        404,
        409,
        409,
    ),
    "POST wall-own-rewordings": (
        {"words": "With care", "prompt": "prompt", "handle": HANDLE},
        404,
        409,
        409,
    ),
    "POST wall-own-withdrawals": ({"handle": HANDLE}, 404, 409, 409),
    "POST wall-own-votes": ({"group": "wall-group", "dots": 1}, 404, 409, 409),
    "POST wall-note-moves": ({"to_group": "wall-group"}, *TEAM),
    "POST wall-note-rewordings": ({"words": "Other words"}, 404, 403, 200),  # alice's own
    "PATCH wall-note-detail": ({"words": "Other words"}, 404, 403, 200),  # alice's own
    "DELETE wall-note-detail": ({}, 404, 403, 204),
    "POST wall-note-questions": ({"asked_from": "science"}, *TEAM),
    "POST wall-note-hypotheses": ({"theme": "theme"}, *TEAM),
    "POST wall-note-themes": ({}, *TEAM),
    "POST wall-note-stories": ({}, *TEAM),
    "POST wall-note-actions": ({"owner": "bob", "due": "2026-05-01"}, 404, 409, 409),
    "POST wall-group-moves": ({"position": 1}, *TEAM),
    "PATCH wall-group-detail": ({"name": "Weather", "position": 1}, *TEAM),
    "POST wall-group-names": ({"name": "Weather"}, *TEAM),
    "POST wall-arrow-list": ({"from_note": "wall-note", "to_note": "other-note"}, 404, 201, 201),
    "DELETE wall-arrow-detail": ({}, 404, 204, 204),
    "POST shelf-item-list": (
        {"kind": "platform", "name": "New", "kept_by": "engineering"},
        404,
        201,
        201,
    ),
    "PATCH shelf-item-detail": ({"name": "New", "access": "Ask"}, *TEAM),
    "DELETE shelf-item-detail": ({}, 404, 204, 204),
    "POST question-set-read": ({}, *ON_A_PAGE),
    "POST sprint-waivers": ({}, *ON_A_PAGE),
    "POST hypothesis-list": ({"theme": "theme", "prediction": "New"}, *NEW),
    "POST hypothesis-decisions": ({"verdict": "refuted", "decision": "Stop"}, 403, 409, 409),
    "POST success-metric-hypotheses": ({"hypothesis": "hypothesis"}, *MEMBERS),
    "DELETE success-metric-end-hypothesis": ({}, *MEMBERS),
    "POST hypothesis-looks": ({}, *MEMBERS),
    "POST hypothesis-alike": ({"prediction": "The probe lands by itself"}, *MEMBERS),
    "POST hypothesis-repetitions": ({}, 403, 409, 409),  # it is open
    "POST hypothesis-amendments": (
        {"part": "threshold", "now": "2", "reason": "It was unclear."},
        403,
        409,
        409,
    ),  # it hasn't started
    "POST hypothesis-withdrawals": ({"reason": "Nobody asks any more."}, *MEMBERS),
    "POST hypothesis-rewordings": ({"prediction": "New"}, *MEMBERS),
    "PATCH hypothesis-detail": ({"prediction": "New", "threshold": "2"}, *MEMBERS),
    "POST hypothesis-start": ({}, *MEMBERS),
    "POST release-list": ({"title": "New"}, *NEW),
    "POST release-uses": ({"first_used_on": "2026-02-01"}, *MEMBERS),
    "PATCH release-detail": ({"first_used_on": "2026-02-01", "evidence": "Log"}, *MEMBERS),
    "DELETE release-detail": ({}, *MEMBERS),
    "POST standup-list": ({}, *NEW),
    "POST standup-end": ({}, *LEADS),  # alice started it
    "POST retrospective-list": ({"sprint": 1}, *NEW),
    "POST retrospective-actions": (
        {"title": "New", "owner": "bob", "due": "2026-05-01"},
        *NEW,
    ),
    "PATCH retrospective-detail": ({"shown": "New"}, *MEMBERS),
    "POST retrospective-notes": ({"shown": "New"}, *MEMBERS),
    "PATCH action-detail": ({"due": "2027-05-01"}, *MEMBERS),
    "POST action-carryings": ({"due": "2027-05-01"}, *MEMBERS),
    "POST action-closing": ({}, *MEMBERS),
    "POST action-stories": ({}, *MEMBERS),
    "POST sprint-list": ({"starts_on": "2027-01-04"}, *NEW_BY_LEAD),
    "PATCH sprint-detail": ({"goal": "New"}, *LEADS),
    "POST sprint-plans": ({"goal": "New"}, *LEADS),
    "POST sprint-kickoff": ({}, *LEADS),
    "POST sprint-closing": ({}, *LEADS),
    "POST success-metric-list": (
        {
            "kind": "goodwill",
            "name": "New",
            "unit": "x",
            "baseline": 1,
            "target": 2,
            "due": "2026-05-01",
        },
        *NEW_BY_LEAD,
    ),
    "PATCH success-metric-detail": ({"target": 3}, *LEADS),
    "POST success-metric-targets": ({"target": 3, "due": "2026-06-01"}, *LEADS),
    "POST observation-list": ({"value": 1.5, "observed_on": "2026-02-01"}, *NEW),
    "POST appraisal-list": (
        {
            "value_low": 1,
            "value_high": 2,
            "run_cost_low": 0,
            "run_cost_high": 1,
            "build_cost_low": 0,
            "build_cost_high": 1,
            "appraised_on": "2026-02-01",
        },
        403,
        409,
        409,  # the metric is of another kind
    ),
    "POST team-report-list": ({}, 403, 202, 202),
    "POST forecast-retries": ({}, 200, 200, 200),  # nothing has failed
    "POST old-text-strike-out": ({"reason": "A password"}, *LEADS),
    "POST report-contests": ({"signal": "B1", "note": "Odd"}, 404, 200, 200),
    "POST token-list": ({"name": "New"}, 403, 403, 403),
    "DELETE token-detail": ({}, 404, 404, 200),
}


def name_in(route, name, rows):
    """What stands in the address of the route for this name, of the rows there are."""
    noun = max((noun for noun in rows if route.startswith(noun)), key=len, default=None)
    return {
        "key": "AP-1" if noun == "story" else "AP",
        "story": "AP-1",
        "project": "AP",
        "team": "orbit",
        "slug": "orbit",
        "number": 1,
        "version": 1,
        "sprint": 1,
        "event": rows["old-text"].event_id,
        "field": "title",
        "user": rows["bob"].pk,
        "needs": "AP-2",
        "metric": rows["success-metric"].pk,
        "question": rows["question"].pk,
        "use_case": rows["use-case"].pk,
        "hypothesis": rows["hypothesis"].pk,
        "comment": rows["comment"].pk,
        "wall": rows["wall"].pk,
        "solution": rows["solution"].pk,
        "link": rows["link-of-solution"].pk,
        "trial": rows["running-trial"].pk,
        "incident": rows["incident"].pk,
        "guardrail": rows["guardrail-of-trial"].pk,
        "code": "not-found",
        "pk": rows[noun].pk if noun else 1,
        "id": rows[noun].pk if noun else 1,
    }[name]
