from value.models.appraisal import Appraisal
from value.models.check_in import CheckIn
from value.models.economics import Economics

__all__ = ["Appraisal", "CheckIn", "Economics"]
