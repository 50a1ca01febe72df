from integrations.models.api_token import ApiToken
from integrations.models.imported_row import ImportedRow
from integrations.models.kept_answer import KeptAnswer

__all__ = ["ApiToken", "ImportedRow", "KeptAnswer"]
