"""The window: shell, commands, pages, widgets, theme, translations."""
