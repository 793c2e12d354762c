"""Measurements. `python3 dev.py bench [name …]` runs `bench.<name>`."""
