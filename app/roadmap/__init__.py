"""Plan the steps between a result and its target."""
