"""The forecast as people meet it: of one project, from its facts, its people and its record."""
