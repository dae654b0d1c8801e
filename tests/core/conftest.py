"""Settings of the pure tests."""

from hypothesis import settings

# A deadline would make a slow machine look like a fault.
settings.register_profile("no-deadline", deadline=None)
settings.load_profile("no-deadline")
