from hypothesis import settings

pytest_plugins = [
    "tests.services",
    "tests.pages",
    "tests.whole_world",
    "tests.world",
    "tests.api_client",
    "tests.told.comet",
    "tests.told.the_demo",
]

# How long an example takes says how busy the machine is, not whether the code is right.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
