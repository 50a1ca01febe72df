from pulse.models.wave import Wave

__all__ = ["Wave"]
