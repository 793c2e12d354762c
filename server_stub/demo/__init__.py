"""The factory of invented people and documents."""
