"""500 open boards on one web process: what they cost, and what the others notice of them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from benchmarks.product import KEY, people, product, project_with, session_of, token_of, told

if TYPE_CHECKING:
    from benchmarks.product import Client, Product
    from stories.models.column import Column

BOARDS, ROUNDS = 500, 30
PAGE = f"/projects/{KEY}/"


def main() -> None:
    with product(WEB_THREADS="4") as served:
        team, users = people(20)
        _, columns = project_with(60, team, users)
        reader = served.client(Cookie=f"sessionid={session_of(users[1])}")
        writer = served.client(Authorization=f"Bearer {token_of(users[0])}")
        for _ in range(20):
            reader.get(PAGE)

        told("the project page, no board open", [took(reader.get, PAGE) for _ in range(ROUNDS)])
        describe(served, "no board open")
        sessions = [session_of(user) for user in users]
        asyncio.run(with_boards_open(served, sessions, reader, writer, columns))


async def with_boards_open(
    served: Product, sessions: list[str], reader: Client, writer: Client, columns: list[Column]
) -> None:
    began = time.perf_counter()
    boards = [Board() for _ in range(BOARDS)]
    await asyncio.gather(
        *(board.open(served.address, sessions[n % len(sessions)]) for n, board in enumerate(boards))
    )
    print(f"{BOARDS} boards opened in {time.perf_counter() - began:.1f} s")
    await asyncio.to_thread(describe, served, f"{BOARDS} boards open")

    asked = [await asyncio.to_thread(took, reader.get, PAGE) for _ in range(ROUNDS)]
    told(f"the project page, {BOARDS} boards open", asked)
    heard = [await one_move(boards, writer, columns, turn) for turn in range(ROUNDS)]
    told("a move until the first board hears it", [min(times) for times in heard])
    told(f"a move until all {BOARDS} boards have heard it", [max(times) for times in heard])
    await asyncio.to_thread(describe, served, f"{BOARDS} boards open, after {ROUNDS} moves")
    for board in boards:
        board.close()


async def one_move(
    boards: list[Board], writer: Client, columns: list[Column], turn: int
) -> list[float]:
    """Seconds from before the request until each of the boards has heard of it."""
    began = time.perf_counter()
    column = columns[(turn + 1) % 2].pk  # the story stands in the first one
    path = f"/api/v1/stories/{KEY}-3/moves/"
    move = asyncio.create_task(asyncio.to_thread(writer.post, path, column=column))
    heard = await asyncio.gather(*(board.hear() for board in boards))
    await move
    return [moment - began for moment in heard]


class Board:
    """The stream of one open page."""

    async def open(self, address: tuple[str, int], session: str) -> None:
        self.reader, self.writer = await asyncio.open_connection(*address)
        lines = [
            f"GET /live/projects/{KEY}/ HTTP/1.1",
            "Host: 127.0.0.1",
            f"Cookie: sessionid={session}",
            "",
            "",
        ]
        self.writer.write("\r\n".join(lines).encode())
        if b" 200 " not in await self.reader.readline():
            raise SystemExit("A board was turned away.")
        await self.reader.readuntil(b"retry:")

    async def hear(self) -> float:
        await self.reader.readuntil(b"data: {")
        return time.perf_counter()

    def close(self) -> None:
        self.writer.close()


def took(work: Callable[..., Any], *args: Any) -> float:
    began = time.perf_counter()
    work(*args)
    return time.perf_counter() - began


def describe(served: Product, when: str) -> None:
    print(
        f"{when}: {served.threads} threads, {served.connections} database connections, "
        f"{served.megabytes:.0f} MB",
        flush=True,
    )


if __name__ == "__main__":
    main()
