"""Decoding of foreign files: PDFium and Pillow behind one supervised worker process.

The window talks to `client.MediaClient`; the server, which has no window to lose, calls
`probes` in its own process. Nothing here knows Qt or the domain. A process boundary keeps a
crash from taking the window along; it is not a sandbox, and none is claimed (design §6).
"""

from __future__ import annotations
