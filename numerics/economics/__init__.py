"""What something is worth over months, drawn from ranges that people gave."""
