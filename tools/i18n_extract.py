"""Finds the Chinese words of the window and says which have no English yet.

    python -m tools.i18n_extract             lists missing and unused keys
    python -m tools.i18n_extract --append    writes missing keys, with empty English, to fill in

Words stand in ``self.tr("…")``, ``QCoreApplication.translate("context", "…")`` and
``mark("context", "…")``. English stands in ``resources/i18n/ui*.en.json``, one file for the
foundation and one for each page.
"""

from __future__ import annotations

import argparse
import ast
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.ui.i18n.catalogue import english_files, read_english

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("app/ui", "app/viewers")
_WITH_CONTEXT = {"translate", "mark"}


@dataclass(frozen=True)
class Word:
    """A text that will be translated; ``problem`` where it cannot be read from the source."""

    path: Path
    line: int
    context: str
    text: str
    problem: str = ""

    def has_english(self, texts: Mapping[str, str]) -> bool:
        """Whether there are English words for it."""
        return bool(texts.get(f"{self.context}|{self.text}") or texts.get(self.text))


class _Finder(ast.NodeVisitor):
    """Walks one file, knowing in which class it is."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.words: list[Word] = []
        self._classes: list[str] = []

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._classes.append(node.name)
        self.generic_visit(node)
        self._classes.pop()

    def visit_Call(self, node: ast.Call) -> None:
        name = _called(node.func)
        short = name == "tr" and isinstance(node.func, ast.Name)
        if name == "tr" and node.args and not (short and len(node.args) >= 2):
            self._add(node, self._classes[-1] if self._classes else "", node.args[0])
        elif (short or name in _WITH_CONTEXT) and len(node.args) >= 2:
            context = node.args[0]
            known = context.value if isinstance(context, ast.Constant) else ""
            self._add(node, str(known), node.args[1])
        self.generic_visit(node)

    def _add(self, node: ast.Call, context: str, argument: ast.expr) -> None:
        """Take a literal; a variable is one of the words that `mark` tells."""
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
            self.words.append(Word(self.path, node.lineno, context, argument.value))
        elif isinstance(argument, ast.JoinedStr | ast.BinOp):
            problem = "the text is put together; use one literal and .format() after tr()"
            self.words.append(Word(self.path, node.lineno, context, "", problem))


def _called(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def extract(root: Path = ROOT, sources: Iterable[str] = SOURCES) -> Iterator[Word]:
    """All words of the window, file by file."""
    for source in sources:
        for path in sorted((root / source).rglob("*.py")):
            finder = _Finder(path.relative_to(root))
            finder.visit(ast.parse(path.read_text("utf-8"), filename=str(path)))
            yield from finder.words


def unused(texts: Mapping[str, str], words: Iterable[Word]) -> list[str]:
    """Keys that no source asks for any more."""
    asked = {key for word in words for key in (word.text, f"{word.context}|{word.text}")}
    return sorted(key for key in texts if key not in asked)


def home_of(source: Path) -> str:
    """The file that keeps the English of a source file: one for each page and for the viewers."""
    parts = source.with_suffix("").parts
    if parts[:3] == ("app", "ui", "pages"):
        return f"ui.{parts[3]}.en.json"
    return "ui.viewers.en.json" if parts[:2] == ("app", "viewers") else "ui.en.json"


def append(missing: Iterable[Word], folder: Path) -> None:
    """Write missing keys into the file of their page, or of the foundation."""
    for word in missing:
        path = folder / home_of(word.path)
        texts = json.loads(path.read_text("utf-8")) if path.exists() else {}
        texts.setdefault(word.text, "")
        words = json.dumps(dict(sorted(texts.items())), ensure_ascii=False, indent=2)
        path.write_text(f"{words}\n", "utf-8")


def main(arguments: list[str]) -> int:
    """Report; 1 when something is missing or cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m tools.i18n_extract", description=__doc__)
    parser.add_argument("--append", action="store_true", help="write missing keys to fill in")
    chosen = parser.parse_args(arguments)
    words = list(extract())
    texts = read_english()
    problems = [word for word in words if word.problem]
    missing = [word for word in words if not word.problem and not word.has_english(texts)]
    for word in problems:
        print(f"{word.path}:{word.line}: {word.problem}")
    for word in missing:
        print(f"{word.path}:{word.line}: {word.context}|{word.text}")
    for key in unused(texts, words):
        print(f"unused: {key}")
    if chosen.append:
        append(missing, english_files()[0].parent)
    return 1 if problems or missing else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
