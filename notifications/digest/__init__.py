"""The digest: what a sprint's health report finds, mailed to whoever works in the team."""
