pytest_plugins = ["tests.world", "tests.api_client"]
