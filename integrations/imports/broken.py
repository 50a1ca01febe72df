from base.refusals import Invalid


class BrokenFile(Invalid, is_kind=True):
    """A file that can't be taken as it is; the sentence names the place."""

    def __init__(self, place: str, sentence: str) -> None:
        told = f"{place}: {sentence}"
        super().__init__(told.replace("\0", "").encode(errors="replace").decode())
