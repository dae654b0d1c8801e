"""A result as files: JSON, CSV, a workbook, and a reminder for a calendar."""
