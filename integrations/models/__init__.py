from integrations.models.api_token import ApiToken
from integrations.models.imported_row import ImportedRow

__all__ = [
    "ApiToken",
    "ImportedRow",
]
