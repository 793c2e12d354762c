"""Tests. A regular package, so that no installed `tests` folder can stand in its place."""
