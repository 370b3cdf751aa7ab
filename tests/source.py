"""The source files, read as syntax trees."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGES = ROOT / "pages"


@cache
def tree(path):
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def relative(path):
    return path.relative_to(ROOT).as_posix()


def page_files():
    return sorted(PAGES.rglob("*.py"))


def calls(path):
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call))


def called_name(call):
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
