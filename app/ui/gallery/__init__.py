"""Every component on sheets, with invented data: to look at, and for pictures."""
