"""A roadmap as a workbook, in which steps can be moved and everything follows."""
