"""The same diagnostic for programs: JSON under /api/v1."""
