from base.refusals import Refused


class ReportNotPrinted(Refused):
    """The PDF of a report couldn't be made."""

    status = 503
