"""Write the route table of ``docs/protocol.md`` from the server's own OpenAPI document.

``python -m tools.route_table`` rewrites the page; a test fails while it is out of date.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from server_stub.app import create_app

PAGE = Path(__file__).resolve().parent.parent / "docs" / "protocol.md"
BEGIN = "<!-- routes: written by tools/route_table.py -->"
END = "<!-- end of routes -->"


def openapi() -> dict[str, Any]:
    """The document that a server publishes, with the demo's routes."""
    with tempfile.TemporaryDirectory() as folder:
        api = create_app(Path(folder), demo=True)
        try:
            return api.openapi()
        finally:
            api.state.server.close()


def table(document: dict[str, Any]) -> str:
    """A Markdown table: call, whether it needs a token, what it does."""
    rows = ["| call | token | what it does |", "|---|---|---|"]
    for path, verbs in document["paths"].items():
        for verb, route in verbs.items():
            token = "yes" if route.get("security") else "no"
            words = " ".join(str(route.get("description", "")).split()).replace("|", "\\|")
            rows.append(f"| `{verb.upper()} {path}` | {token} | {words.replace('``', '`')} |")
    return "\n".join(rows)


def page(text: str, routes: str) -> str:
    """The page with its table replaced.

    :raises ValueError: where the page has lost its marks.
    """
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"{PAGE.name} has no place for the routes")
    return f"{before}{BEGIN}\n\n{routes}\n\n{END}{after}"


def main() -> None:
    """Rewrite the page."""
    text = PAGE.read_text("utf-8")
    PAGE.write_text(page(text, table(openapi())), "utf-8")


if __name__ == "__main__":
    main()
