from teams.refusals import Invalid


class BrokenFile(Invalid):
    """A file that can't be taken as it is; the sentence names the place."""

    def __init__(self, place: str, sentence: str):
        super().__init__(f"{place}: {sentence}")
