"""A finger on a screen: Playwright has no words for it, so Chromium is told of each touch."""

from contextlib import contextmanager


class Finger:
    """Presses somewhere, moves in steps as a hand does, and is lifted."""

    def __init__(self, page):
        self.told = page.context.new_cdp_session(page)

    def press(self, x, y):
        self.place = x, y
        self._tell("touchStart", x, y)

    def move(self, x, y, steps=6):
        from_x, from_y = self.place
        for step in range(1, steps + 1):
            share = step / steps
            self._tell("touchMove", from_x + (x - from_x) * share, from_y + (y - from_y) * share)
        self.place = x, y

    def lift(self):
        self._tell("touchEnd")

    def _tell(self, kind, *place):
        points = [{"x": place[0], "y": place[1]}] if place else []
        self.told.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


@contextmanager
def pressed(page, x, y):
    finger = Finger(page)
    finger.press(x, y)
    yield finger
    finger.lift()
