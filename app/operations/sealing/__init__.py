"""用章: which seals an officer has here, what a batch would seal, sealing it, and going on after a
kill (domain §4.10, design §7). The steps of a document: a line that its use begins; the signature,
in memory; then one transaction with the line of what came of it, the operation for the server and
the sealed bytes. The store of files gets the bytes last, and again at the next start if need be.
"""

from __future__ import annotations
