"""What an error says, for people."""


def reason(error: Exception) -> str:
    """What an error says, on one line; its kind where it says nothing."""
    return next(iter(str(error).splitlines()), type(error).__name__)
