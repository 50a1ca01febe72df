"""Statistics for small samples: pure numpy, no database, nothing that knows of teams."""
