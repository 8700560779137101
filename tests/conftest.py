"""What every test may ask for."""

from hypothesis import settings

pytest_plugins = ["tests.services", "tests.platforms"]

# How long one example takes says nothing on a machine that others use too; tests of speed measure processor time.
settings.register_profile("shared machine", deadline=None)
settings.load_profile("shared machine")
