from integrations.models.imported_row import ImportedRow

__all__ = [
    "ImportedRow",
]
