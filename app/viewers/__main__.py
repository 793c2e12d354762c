"""The viewer alone as a small program: `python -m app.viewers FILE…`.

For developing and for benchmarks; it knows no applications and leaves nothing behind.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
from pathlib import Path

_NO_FILE = 66
"""`EX_NOINPUT` of sysexits.h: a file that does not exist or cannot be read."""
_DESCRIPTION = """\
查看 PDF 和图片。多个文件用 Ctrl+PgDn 和 Ctrl+PgUp 切换；按 F1 看全部按键。
Shows PDFs and pictures. Ctrl+PgDn and Ctrl+PgUp change between several files; F1 lists all keys."""
_EXIT = "退出码 exit status: 0 正常 fine, 2 参数不对 bad arguments, 66 文件打不开 no such file"


def _page_number(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"页码从 1 起 pages count from 1: {text}")
    return number


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m app.viewers",
        description=_DESCRIPTION,
        epilog=_EXIT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "files", nargs="*", type=Path, metavar="FILE", help="PDF 或图片 PDF or picture"
    )
    parser.add_argument(
        "--page", type=_page_number, default=1, metavar="N",
        help="从第 N 页打开 open at page N",
    )  # fmt: skip
    parser.add_argument(
        "--compare", nargs=2, type=Path, metavar=("OLD", "NEW"),
        help="对比两个文件 compare two files",
    )  # fmt: skip
    parser.add_argument("--dark", action="store_true", help="深色 dark colours")
    parser.add_argument("--keys", action="store_true", help="列出按键 list the keys and end")
    return parser


def _unreadable(files: list[Path]) -> list[str]:
    """In words, what of these files cannot be shown because it is not there."""
    said = []
    for file in files:
        if not file.exists():
            said.append(f"{file}：文件不存在 no such file")
        elif not file.is_file():
            said.append(f"{file}：不是文件 not a file")
    return said


def main(arguments: list[str] | None = None) -> int:
    """Show files until the window is closed; the exit status."""
    parser = _parser()
    given = parser.parse_args(arguments)
    if not (given.files or given.keys or given.compare):
        parser.error("没有给出文件 no file given")
    missing = _unreadable(given.files + (given.compare or []))
    if missing:
        sys.stderr.write("\n".join(missing) + "\n")
        return _NO_FILE

    if given.compare:
        from app.viewers.compare.__main__ import main as compare

        return compare([str(file) for file in given.compare])

    from app.viewers.program import Program  # Qt is not needed for what stands above

    program = Program(dark=given.dark)
    try:
        if given.keys:
            sys.stdout.write(program.keys_text() + "\n")
            return 0
        return program.show([file.resolve() for file in given.files], given.page - 1)
    finally:
        program.close()


if __name__ == "__main__":
    multiprocessing.freeze_support()
    sys.exit(main())
