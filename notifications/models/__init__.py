from notifications.models.digest import Digest

__all__ = ["Digest"]
