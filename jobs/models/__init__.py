from jobs.models.job import Job
from jobs.models.schedule_slot import Slot

__all__ = ["Job", "Slot"]
