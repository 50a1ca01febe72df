"""What reads a report that was made, and changes no number in it."""
