"""Read what this is: the front page, the method, privacy, accessibility."""
