"""One file that holds all of an installation but its secret, and the way back."""
