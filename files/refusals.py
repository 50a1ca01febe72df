"""What is refused here, each rule by its own name: the API tells it as its code."""

from base.refusals import Conflicting, Invalid, NotAllowed, Refused


class FileEmpty(Invalid):
    """An empty file says nothing."""


class FileTooLarge(Invalid):
    """A file has its greatest size."""

    status = 413


class ProjectFilesFull(Refused):
    """The files of a project have so much room and no more."""


class TooManyAttachments(Refused):
    """So many files hang on one thing and no more."""


class FileRefusedByScan(Refused):
    """What looks through files at this installation refuses this one."""


class FileWaitsForScan(Refused):
    """Nobody gets a file before it was looked through."""


class FileLost(Refused):
    """The bytes of a file aren't where they were put."""

    status = 410


class FilesAway(Refused):
    """Where the files are kept can't be reached."""

    status = 503


class AttachmentOfAnother(NotAllowed):
    """Whoever attached a file takes it away again, or a lead does."""


class RestoredByAnother(NotAllowed):
    """Whoever deleted a file restores it, or a lead does."""


class AttachmentGone(Conflicting):
    """The bytes of a deleted file went after their time."""


class HostDropped(Refused):
    """Nothing is attached to what was dropped."""
