"""What pages, API and admin share on their way in."""
