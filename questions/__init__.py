"""What the framework says: data, and the loader that checks it."""
