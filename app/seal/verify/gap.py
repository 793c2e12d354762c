"""That a signature leaves out of what it signs nothing but its own digits.

``/ByteRange`` says which bytes are signed. Whoever has a sealed file can write another one over the
same bytes, pull its two parts asunder and put objects of their own between them (signature
wrapping); a library that works out the gap from the length of the signature takes such a file for
one that is signed from end to end.
"""

from __future__ import annotations

import binascii
from collections.abc import Sequence
from typing import Any


def only_itself(data: bytes, byte_range: Sequence[Any], contents: bytes) -> bool:
    """Whether the bytes left out are ``<…>`` with the signature itself in it, and nothing more.

    :param contents: what the signature's ``/Contents`` decodes to.
    """
    if len(byte_range) != 4 or not all(isinstance(number, int) for number in byte_range):
        return False
    begin, length, rest, remaining = byte_range
    if begin != 0 or not 0 < length < rest or remaining < 0 or rest + remaining > len(data):
        return False
    gap = data[length:rest]
    if not (gap.startswith(b"<") and gap.endswith(b">")):
        return False
    try:
        return binascii.unhexlify(gap[1:-1]) == contents
    except binascii.Error:
        return False
