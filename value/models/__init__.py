from value.models.appraisal import Appraisal
from value.models.check_in import CheckIn

__all__ = ["Appraisal", "CheckIn"]
