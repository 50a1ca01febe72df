"""What everybody may use: refusals, the clock, Redis, outages, roles and disciplines."""
