"""Live updates: one native ASGI application that tells open pages what has happened."""
