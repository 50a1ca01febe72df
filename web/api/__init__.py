"""What every resource of the API has in common; the resources stand in each app's api.py."""
