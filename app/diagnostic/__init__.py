"""Answer the twelve questions."""
