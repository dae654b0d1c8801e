"""Read a result, and see where it comes from."""
