from jobs.models.job import Job
from jobs.models.slot import Slot

__all__ = ["Job", "Slot"]
