"""Tests of the window; Qt draws offscreen."""
