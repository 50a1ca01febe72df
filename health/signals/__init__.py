"""The signals of a health report: one readable unit each, over the same inputs."""
