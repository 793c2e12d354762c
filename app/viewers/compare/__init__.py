"""Two documents beside each other, one over the other, and what differs between them.

`align`, `difference`, `ink` and `pages` are pure (numpy, no Qt) and run off the GUI thread.
"""
