"""Where the code stands: the figures that describe the house, counted from its sources."""
