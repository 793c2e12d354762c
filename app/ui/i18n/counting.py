"""Numbers that know their plural: ``{n} {n:file|files}`` in the English words."""

from __future__ import annotations


class Count(int):
    """A number whose format specification may name the singular and the plural.

    >>> "{n} {n:file|files}".format(n=Count(1))
    '1 file'
    """

    def __format__(self, spec: str) -> str:
        singular, bar, plural = spec.partition("|")
        if not bar:
            return super().__format__(spec)
        return singular if self == 1 else plural
