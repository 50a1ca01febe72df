"""What every resource of the API has in common; the resources themselves stand in each app's api.py."""
