import pytest


def pytest_collection_modifyitems(items):
    """Mark what reads the kept teams: without a mark in a run no test database is made."""
    for item in items:
        if "django_db_setup" in item.fixturenames and not item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.django_db)
