"""A real server, a real line and a real officer's machine, with everything that goes wrong."""
