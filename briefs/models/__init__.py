from briefs.models.kept_brief import KeptBrief

__all__ = ["KeptBrief"]
