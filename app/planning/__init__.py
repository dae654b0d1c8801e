"""Plan the steps of a take, as the roadmap, the result and programs ask for it."""
