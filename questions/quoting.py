"""How an error repeats what it was given: on one line, and never whole when it is long."""

MOST = 60


def quoted(text: str, most: int = MOST) -> str:
    """``text`` in quotes with everything unprintable escaped, cut after ``most`` characters."""
    return repr(text) if len(text) <= most else repr(text[:most]) + "…"
