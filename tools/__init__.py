"""Small programs that guard habits; each is run by a test in `tests/tooling`."""
