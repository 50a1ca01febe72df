pytest_plugins = ["tests.services", "tests.world", "tests.api_client"]
