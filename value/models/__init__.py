from value.models.appraisal import Appraisal

__all__ = ["Appraisal"]
