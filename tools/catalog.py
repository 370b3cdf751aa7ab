"""Keep the Chinese catalog in step with the code.

``python tools/catalog.py update`` rewrites segmentation/locales/zh_CN.po: every message that the code marks with
``_("…")``, ``N_("…")`` or, for a count, ``_n("one …", "many …", count)`` or ``N_n``, with the translation it has; what the
code no longer says is dropped, nothing is guessed.
``python tools/catalog.py missing`` lists what has no translation yet and exits with 1 where there is any.
Labels in scheme files carry both languages themselves and are not in the catalog.
"""

from __future__ import annotations

import ast
import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
CATALOG = ROOT / "segmentation" / "language" / "locales" / "zh_CN.po"
COUNTED = {"_n", "N_n"}
KEYWORDS = {"_", "N_", *COUNTED}
MAKERS = {"translator": "_", "counter": "_n"}  # what they return may be called at once
Message = str | tuple[str, str]  # (one, many) where the text depends on a count
# No dates and no names, so that a diff shows translations only.
HEADER = """msgid ""
msgstr ""
"Language: zh_CN\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""


def source_files(root: Path = ROOT) -> list[Path]:
    """Return the Python files whose texts a user can meet, in a stable order."""
    return [root / "serve.py", root / "app.py", *sorted(root.glob("pages/**/*.py")), *sorted(root.glob("segmentation/**/*.py"))]


def marked_messages(source: str) -> list[Message]:
    """Return the literal texts that are marked, in the order of the source; both branches of a choice count.

    >>> marked_messages('translator(lang)("Save"); counter("zh")("{n} row", "{n} rows", 2); other(lang)("no")')
    ['Save', ('{n} row', '{n} rows')]

    >>> marked_messages('_("Save" if new else "Change"); N_("one " "text"); _(name); _n("{n} row", "{n} rows", 2)')
    ['Save', 'Change', 'one text', ('{n} row', '{n} rows')]
    """
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call) and _marker(node) and node.args]
    calls.sort(key=lambda call: (call.lineno, call.col_offset))
    return [text for call in calls for text in _said(call) if text]


def _marker(call: ast.Call) -> str | None:
    """Return by what a call marks its text, also where the marker is made on the spot: ``translator(lang)("Save")``."""
    made = isinstance(call.func, ast.Call)
    name = getattr(call.func.func if made else call.func, "id", None)
    return MAKERS.get(name) if made else name if name in KEYWORDS else None


def _said(call: ast.Call) -> list[Message]:
    if _marker(call) not in COUNTED:
        return _texts(call.args[0])
    return list(zip(_texts(call.args[0]), _texts(call.args[1]), strict=True))


def _texts(node: ast.expr) -> list[str]:
    if isinstance(node, ast.IfExp):
        return _texts(node.body) + _texts(node.orelse)
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def extract_messages(root: Path = ROOT) -> dict[Message, list[str]]:
    """Return each msgid of the code with the files (relative, posix) that say it."""
    found: dict[Message, list[str]] = {}
    for path in source_files(root):
        name = path.relative_to(root).as_posix()
        for message in marked_messages(path.read_text(encoding="utf-8")):
            if name not in found.setdefault(message, []):
                found[message].append(name)
    return found


def read_translations(path: Path = CATALOG) -> dict[Message, str]:
    """Return msgid → msgstr of the catalog file (empty where there is none); fuzzy entries count as untranslated.

    Chinese has one form for any count, so the two English texts of a count have one translation.
    """
    if not path.exists():
        return {}
    with path.open("rb") as po:
        catalog = read_po(po, locale="zh_CN")
    return {
        message.id: "" if message.fuzzy else message.string if isinstance(message.id, str) else message.string[0]
        for message in catalog if message.id
    }


def render(messages: dict[Message, list[str]], translations: dict[Message, str]) -> str:
    """Return the text of the catalog: ``messages`` by file, each with what ``translations`` knows of it."""
    catalog = Catalog(locale="zh_CN")
    for message, files in messages.items():
        text = translations.get(message, "")
        catalog.add(message, text if isinstance(message, str) else (text,), locations=[(name, 0) for name in files])
    body = io.BytesIO()
    write_po(body, catalog, width=120, omit_header=True, sort_by_file=True, include_lineno=False, ignore_obsolete=True)
    return HEADER + body.getvalue().decode("utf-8").strip() + "\n"


def missing(root: Path = ROOT, path: Path = CATALOG) -> list[Message]:
    """Return the messages of the code that have no translation."""
    translations = read_translations(path)
    return [message for message in extract_messages(root) if not translations.get(message)]


def main(command: str) -> int:
    """Do ``update`` or ``missing`` and return the exit code."""
    if command == "update":
        CATALOG.parent.mkdir(exist_ok=True)
        CATALOG.write_text(render(extract_messages(), read_translations()), encoding="utf-8", newline="\n")
        return 0
    if command == "missing":
        untranslated = missing()
        for message in untranslated:
            print(message)
        return 1 if untranslated else 0
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) == 2 else ""))
