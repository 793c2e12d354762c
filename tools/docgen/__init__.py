"""Pages that are written from the code, so that they cannot say anything else.

``python3 dev.py docs`` writes them; a test fails while one is out of date.
"""
