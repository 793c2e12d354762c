"""The whole job through the real windows: `python -m tests.journey --out DIR`.

The stage (`stage.py`) owns the server and starts each act as a process of its own, so that one of
them can be killed and another can find what it left. An act drives the real windows with
keys and leaves a picture and its checks for every step.
"""
