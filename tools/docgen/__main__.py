"""``python -m tools.docgen``: write the pages and name those that changed."""

from __future__ import annotations

from tools.docgen.pages import PAGES, write

if __name__ == "__main__":
    changed = write()
    for path in PAGES:
        print(f"{'written' if path in changed else 'as it was'}: {path}")
