"""PostgreSQL as Django knows it, with a cheaper look at whether it is still there."""
