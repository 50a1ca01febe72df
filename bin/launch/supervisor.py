"""Starts services in order, starts again whichever dies, and stops all of them in time."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from bin.launch import pulse
from bin.launch.console import Refusal, say

if TYPE_CHECKING:
    from bin.launch.children import Children
    from bin.launch.service import Service

PATIENCE = 180.0  # seconds for a service to answer
STEADY = 10.0  # one that ran this long and dies is started again at once
LONGEST_PAUSE = 5.0


class Supervisor:
    def __init__(self, children: Children | None = None) -> None:
        self.services: list[Service] = []
        self._pauses: dict[Service, float] = {}  # until when each that ended is left alone
        self._pulses: dict[Service, pulse.Pulse] = {}
        self._children = children  # where to write down who runs, if anywhere

    def start(self, *services: Service) -> None:
        """Start them side by side and return when each of them answers."""
        for service in services:
            self.services.append(service)
            service.start()
        self._write_down()
        deadline = time.monotonic() + PATIENCE
        waiting = list(services)
        while waiting:
            waiting = [service for service in waiting if not service.answers()]
            for service in waiting:
                self._give_up_on_dead(service, deadline)
            time.sleep(0.05)

    def _give_up_on_dead(self, service: Service, deadline: float) -> None:
        if service.is_running and time.monotonic() < deadline:
            return
        if not service.is_running:
            state = f"ended ({service.why_it_ended})"
        else:
            state = "does not answer"
        words = "\n".join(f"    {line}" for line in service.last_words())
        raise Refusal(f"{service.name} {state}; the end of {service.log}:\n{words}")

    def watch(self) -> None:
        """Keep everything running, for as long as nobody stops us."""
        looked_at = time.monotonic()
        while True:
            time.sleep(0.25)
            for service in self.services:
                if not service.is_running:
                    self._revive(service)
            late = time.monotonic() - looked_at - pulse.EVERY
            if late >= 0:
                self._feel_pulses(we_slept=late > pulse.OVERSLEPT)
                looked_at = time.monotonic()

    def _feel_pulses(self, *, we_slept: bool) -> None:
        for service in self.services:
            known = self._pulses.setdefault(service, pulse.Pulse(service))
            if we_slept or not service.is_running:
                known.forget()
                continue
            known.look()
            if still := known.stopped():
                say(f"{service.name} stands still; {service.wake(still)}.")
                known.forget()
            elif known.is_silent:
                say(f"{service.name} has not answered for {pulse.SILENT:.0f} s; replacing it.")
                service.process.kill()
                known.forget()

    def _revive(self, service: Service) -> None:
        """Start it again: at once when it was steady, slower and slower when it keeps dying."""
        now = time.monotonic()
        if service not in self._pauses:
            say(f"{service.name} ended ({service.why_it_ended}); starting it again.")
            service.end_leftovers()
            steady = now - service.started_at > STEADY
            if steady:
                service.pause = 0.0
            else:
                service.pause = min(LONGEST_PAUSE, service.pause * 2 or 0.5)
            self._pauses[service] = now + service.pause
        if now >= self._pauses[service]:
            del self._pauses[service]
            service.start()
            self._write_down()

    def _write_down(self) -> None:
        if self._children:
            self._children.write_down(self.services)

    def stop(self) -> None:
        """First those who use the database, then the database; who outlasts its grace is killed."""
        for stage in (0, 1):
            group = []
            for service in self.services:
                if service.stage == stage:
                    group.append(service)
            for service in group:
                service.ask_to_stop()
            deadline = time.monotonic() + max((s.grace for s in group), default=0.0)
            for service in group:
                service.end(deadline)
