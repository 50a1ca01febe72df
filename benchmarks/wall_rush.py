"""Thirty people write on one wall, group its notes and vote, while two of them reveal it.

For a minute each does whatever is next as fast as the server answers: writes until told that the
notes are open, groups them until told that they are voted on, votes until the votes are closed.
What is told of: that every note which was acknowledged is there, that the dots counted are those
that were acknowledged, and that each step happened once.
"""

from __future__ import annotations

import http.client
import json
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from random import Random
from typing import Any
from uuid import uuid4

from benchmarks.product import KEY, people, product, token_of

PEOPLE, SECONDS, DOTS = 30, 60, 3
GOOD, REFUSED = (200, 201), (404, 409)  # a note or group that was moved meanwhile is gone


@dataclass
class Rush:
    """One wall, those who work on it, and what the server acknowledged."""

    address: tuple[str, int]
    path: str
    prompts: list[int]
    seconds: float
    notes: set[str] = field(default_factory=set)
    votes: list[dict[int, int]] = field(default_factory=list)
    answers: Counter[int] = field(default_factory=Counter)
    waits: list[float] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def run(self, tokens: list[str]) -> None:
        with ThreadPoolExecutor(len(tokens) + 2) as pool:
            work = [pool.submit(self._take_part, token, turn) for turn, token in enumerate(tokens)]
            work += [pool.submit(self._lead_on, token) for token in tokens[:2]]
            for each in work:
                each.result()

    def _lead_on(self, token: str) -> None:
        """Two do this at the same moments."""
        began = time.monotonic()
        for turn, verb in enumerate(("reveals", "vote-openings", "vote-closings"), start=1):
            time.sleep(max(0.0, began + self.seconds * turn / 3 - time.monotonic()))
            self._ask(token, "POST", f"{verb}/", {})

    def _take_part(self, token: str, turn: int) -> None:
        chance = Random(turn)
        self._write(token, chance)
        self._group(token, chance)
        self._vote(token, chance)

    def _write(self, token: str, chance: Random) -> None:
        number, refusal = 0, ""
        while refusal != "wall-revealed-meanwhile":
            number += 1
            words = f"Note {number} of {token[-6:]}"
            body = {"words": words, "prompt": chance.choice(self.prompts), "handle": str(uuid4())}
            status, content = self._ask(token, "POST", "own-notes/", body)
            refusal = code_of(content)
            if status in GOOD:
                with self.lock:
                    self.notes.add(words)

    def _group(self, token: str, chance: Random) -> None:
        refusal = ""
        notes = self._listed(token, "notes/")
        while refusal != "wall-in-another-state":
            note, other = chance.sample(notes, 2)
            to: dict[str, Any] = {"to_group": other["group"]}
            if chance.random() < 0.3:
                to = {"to_prompt": chance.choice(self.prompts), "position": 1}
            _, content = self._ask(token, "POST", f"notes/{note['id']}/moves/", to)
            refusal = code_of(content)
            if refusal == "removed-meanwhile":
                notes = self._listed(token, "notes/")

    def _vote(self, token: str, chance: Random) -> None:
        groups, given, refusal = self._listed(token, "groups/"), dict[int, int](), ""
        while refusal != "wall-in-another-state":
            group, dots = chance.choice(groups)["id"], chance.randint(0, DOTS)
            body = {"group": group, "dots": dots}
            status, content = self._ask(token, "POST", "own-votes/", body)
            refusal = code_of(content)
            if status in GOOD:
                given[group] = dots
        with self.lock:
            self.votes.append({group: dots for group, dots in given.items() if dots})

    def _listed(self, token: str, path: str) -> list[dict[str, Any]]:
        _, content = self._ask(token, "GET", f"{path}?page_size=100", None)
        rows: list[dict[str, Any]] = content["results"]
        return rows

    def _ask(self, token: str, method: str, path: str, body: Any) -> tuple[int, dict[str, Any]]:
        line = http.client.HTTPConnection(*self.address, timeout=60)
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        began = time.perf_counter()
        line.request(method, self.path + path, body and json.dumps(body), headers)
        answer = line.getresponse()
        content = json.loads(answer.read() or b"{}")
        line.close()
        with self.lock:
            self.waits.append(time.perf_counter() - began)
            self.answers[answer.status] += 1
            if answer.status not in (*GOOD, *REFUSED):
                self.odd.append(f"{method} {path}: {answer.status} {content}")
        return answer.status, content

    @property
    def sums(self) -> dict[int, int]:
        """The dots that were acknowledged, by group."""
        sums: Counter[int] = Counter()
        for given in self.votes:
            sums.update(given)
        return dict(sums)


def code_of(content: dict[str, Any]) -> str:
    return str(content.get("type", "")).removeprefix("/api/v1/problems/").rstrip("/")


def faults_of(rush: Rush, wall: Any) -> list[str]:
    """What is not as it has to be once the rush is over."""
    from history.models import Event

    faults = list(rush.odd)
    lines = Event.objects.filter(details__wall=wall.pk).values_list("verb", flat=True)
    for verb in ("wall_revealed", "wall_votes_opened", "wall_votes_closed"):
        if list(lines).count(verb) != 1:
            faults.append(f"{list(lines).count(verb)} lines say {verb}")
    kept = sorted(wall.notes.values_list("words", flat=True))
    if kept != sorted(rush.notes):
        faults.append(f"{len(rush.notes)} notes were acknowledged, {len(kept)} are there")
    counted = dict(wall.groups.filter(dots__gt=0).values_list("pk", "dots"))
    if counted != rush.sums:
        faults.append(f"acknowledged dots {rush.sums}, counted {counted}")
    if any(sum(given.values()) > DOTS for given in rush.votes):
        faults.append("somebody gave more dots than there are")
    if wall.groups.filter(notes=None).exists():
        faults.append("a group has no notes")
    return faults


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    with product(API_LIMIT="1000000/minute", LOG_LEVEL="ERROR") as served:
        from projects.models import Project, UseCase
        from walls.models import Wall

        team, users = people(PEOPLE)
        project = Project.start(team, key=KEY, name="Bench", by=users[0])
        use_case = UseCase.distil(project, title="Bench", by=users[0])
        wall = Wall.open_for(use_case, title="Rush", is_anonymous=True, dots=DOTS, by=users[0])
        prompts = list(wall.prompts.values_list("pk", flat=True))
        path = f"/api/v1/projects/{KEY}/walls/{wall.pk}/"
        rush = Rush(served.address, path, prompts, seconds)
        rush.run([token_of(user) for user in users])
        ordered = sorted(rush.waits)
        print(f"{len(ordered)} requests of {PEOPLE} people in {seconds:.0f} s: {rush.answers}")
        told = [ordered[int(len(ordered) * share)] * 1000 for share in (0.5, 0.95)]
        print(f"median {told[0]:.0f} ms, p95 {told[1]:.0f} ms, worst {ordered[-1] * 1000:.0f} ms")
        faults = faults_of(rush, wall)
        print("\n".join(faults) or f"all {len(rush.notes)} notes and all dots are there, once")
        if faults:
            raise SystemExit(1)


if __name__ == "__main__":
    main()
