"""Official forms (单位推荐意见, 公示表, 退回通知 …): typeset from a case, ready to be sealed.

``content`` words a case as the data of a form, ``typeset`` makes the PDF, ``glyphs`` stops it
before that where the typeface lacks a character. Nothing here knows Qt, a store or a seal; the
templates stand in ``resources/forms`` (design §7).
"""

from __future__ import annotations
