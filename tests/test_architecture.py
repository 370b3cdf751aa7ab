"""The rules of the house that a machine can check: see docs/architecture.md."""

import ast
import re
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from segmentation.schemes.rules import RULES
from tests.source import ROOT, called_name, calls, page_files, relative, tree

PACKAGE = ROOT / "segmentation"

# From the ground up; a layer may use itself and those below it.
LAYERS = (
    {"language"},
    {"fields"},
    {"slides"},
    {"warehouse"},
    {"access"},
    {"schemes"},
    {"settings"},
    {"ingest"},
    {"measures"},
    {"lake"},
    {"charts", "exports"},
    {"reports"},
    {"operating", "scheduled"},
    {"shell"},
    {"serving"},
    {"__main__"},
    {"pages"},
    {"app", "serve"},
)
RANK = {unit: rank for rank, units in enumerate(LAYERS) for unit in units}
DRAWS_ONLY = {"charts", "exports"}  # a frame in, a figure or bytes out: they never ask the warehouse
KNOWS_THE_TIME = {  # stamps when a batch was landed or undone, or a scheme saved; tells pages and shell what day it is
    "segmentation/ingest/land.py", "segmentation/shell/schemes.py", "segmentation/settings/clock.py",
}
PAGE_LINES, PIECE_LINES = 60, 200

TEXT_METHODS = {
    *re.findall(
        r"\w+",
        """title header subheader write markdown caption text metric badge info warning error success toast expander popover
        dialog status spinner progress button download_button link_button form_submit_button menu_button text_input
        text_area number_input date_input time_input datetime_input selectbox multiselect radio checkbox toggle pills slider
        segmented_control select_slider file_uploader camera_input chat_input color_picker""",
    )
}
TEXT_KEYWORDS = {"label", "help", "placeholder", "title", "text", "caption", "delta"}
LISTS_OF_TEXT = {"tabs"}
KEYWORDS_ONLY = {"Page", "page_link"}
UNTRANSLATED = {"中文 / English"}  # the switch itself, and what is the same in both languages


def package_files():
    return sorted(PACKAGE.rglob("*.py"))


def app_files():
    return [*package_files(), *page_files(), ROOT / "app.py", ROOT / "serve.py"]


def unit_of_path(path):
    """The unit a file belongs to: ``ingest`` for segmentation/ingest/read.py, ``pages``, ``app``."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return parts[1] if parts[0] == "segmentation" and parts[1] != "__init__" else parts[0]


def unit_of_module(module):
    """The unit a module belongs to; None for one that is not ours, or for the bare package."""
    parts = module.split(".")
    if parts[0] == "segmentation":
        return parts[1] if len(parts) > 1 else None
    return parts[0] if parts[0] in ("pages", "app") else None


def imported_modules(path):
    """Every module the file imports, anywhere in it, as an absolute dotted name; ``from a import b`` gives ``a.b``."""
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            start = ".".join([*base, *([node.module] if node.module else [])])
            yield from (f"{start}.{alias.name}" for alias in node.names)


def arrows():
    """Every import between two units: (file, from unit, to unit)."""
    return [
        (relative(path), unit_of_path(path), target)
        for path in app_files()
        for module in imported_modules(path)
        if (target := unit_of_module(module)) and target != unit_of_path(path)
    ]


def strings(node):
    """The literal text of a node: a constant, an f-string's fixed parts, both sides of + and of a choice."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr(values=parts):
            yield "".join(part.value for part in parts if isinstance(part, ast.Constant))
        case ast.BinOp(left=left, right=right):
            yield from strings(left)
            yield from strings(right)
        case ast.IfExp(body=body, orelse=orelse):
            yield from strings(body)
            yield from strings(orelse)
        case ast.List(elts=items) | ast.Tuple(elts=items):
            for item in items:
                yield from strings(item)
        case ast.Call(func=ast.Attribute(value=value, attr="format" | "join")):
            yield from strings(value)


def is_filled_in(node):
    """Whether a text is an f-string, glued together or already formatted, so that no catalog can know it."""
    match node:
        case ast.JoinedStr() | ast.BinOp():
            return True
        case ast.Call(func=ast.Attribute(attr="format" | "join")):
            return True
    return False


def says_something(text):
    """Whether a text holds words, once Streamlit's directives (``:small[…]``), icons, tags and entities are gone."""
    bare = re.sub(r":[a-z_/-]+:|:[a-z-]+(?=\[)|</?[a-zA-Z][^>]*>|&\w+;", "", text)
    return text not in UNTRANSLATED and any(letter.isalpha() for letter in bare)


def user_texts(call):
    """The arguments of a call that a user will read."""
    name = called_name(call)
    if name in TEXT_METHODS | LISTS_OF_TEXT:
        yield from call.args[:1]
    if name == "Entry":
        yield from call.args[:2]
    if name in TEXT_METHODS | KEYWORDS_ONLY:
        yield from (keyword.value for keyword in call.keywords if keyword.arg in TEXT_KEYWORDS)


# --- imports ---------------------------------------------------------------------------------------------------------


def test_every_part_has_its_layer():
    unplaced = {unit_of_path(path) for path in package_files()} - set(RANK) - {"segmentation"}
    assert not unplaced, f"give {sorted(unplaced)} a place in LAYERS"


def test_nothing_imports_upwards():
    back = [f"{file}: {source} → {target}" for file, source, target in arrows() if RANK.get(target, 0) > RANK.get(source, 0)]
    assert not back


def test_no_two_parts_import_each_other():
    graph = {}
    for _file, source, target in arrows():
        graph.setdefault(source, set()).add(target)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as circle:
        pytest.fail(" → ".join(reversed(circle.args[1])))


def test_no_two_modules_import_each_other():
    """Neither for a type alone, nor by way of a package that hands out what its modules hold."""
    names = {path: relative(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".") for path in app_files()}
    known, graph = set(names.values()), {}
    for path, name in names.items():
        told = {module if module in known else module.rpartition(".")[0] for module in imported_modules(path)}
        graph[name] = (told & known) - {name}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as circle:
        pytest.fail(" → ".join(reversed(circle.args[1])))


def test_charts_and_exports_ask_no_warehouse():
    assert not [f"{file} → {target}" for file, source, target in arrows() if source in DRAWS_ONLY and target == "warehouse"]


def test_nothing_imports_the_shell():
    assert not [file for file, _source, target in arrows() if target == "__main__"]


def test_the_package_knows_no_streamlit():
    assert not [
        relative(path) for path in package_files() if "streamlit" in {name.split(".")[0] for name in imported_modules(path)}
    ]


def test_duckdb_is_imported_by_the_warehouse_alone():
    users = [relative(path) for path in app_files() if "duckdb" in {name.split(".")[0] for name in imported_modules(path)}]
    assert {str(Path(user).parent) for user in users} == {"segmentation/warehouse"}


# --- code ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", package_files(), ids=relative)
def test_the_day_is_a_parameter(path):
    asked = [
        f"line {call.lineno}: {ast.unparse(call)}"
        for call in calls(path)
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in {"today", "now", "utcnow"}
        and {"date", "datetime", "dt", "Timestamp", "pd", "pandas"} & {*re.findall(r"\w+", ast.unparse(call.func.value))}
    ]
    assert not asked or relative(path) in KNOWS_THE_TIME


@pytest.mark.parametrize("path", app_files(), ids=relative)
def test_a_message_is_translated_before_it_is_filled_in(path):
    filled = [
        f"line {call.lineno}: {ast.unparse(call)}"
        for call in calls(path)
        if isinstance(call.func, ast.Name) and call.func.id in {"_", "N_", "_n"} and any(map(is_filled_in, call.args[:2]))
    ]
    assert not filled, "write _('… {x} …').format(x=x)"


def test_ruff_finds_nothing():
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--output-format", "concise", "."], cwd=ROOT, capture_output=True, text=True
    )
    if done.returncode:
        pytest.fail(done.stdout + done.stderr, pytrace=False)


def test_messages_of_ours_stand_in_the_code():
    """What is filled into a message before it is logged would be in the log whatever it is: segmentation/operating/logs.py."""
    found = [
        f"{relative(path)}:{call.lineno}"
        for path in app_files()
        for call in calls(path)
        if called_name(call) in {"debug", "info", "warning", "error", "exception", "critical"}
        and ast.unparse(call.func).startswith("log.")
        and not isinstance(getattr(call.args[0], "value", None), str)
    ]
    assert not found


# --- pages -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", page_files(), ids=relative)
def test_a_page_is_short_and_so_is_each_piece(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= (PAGE_LINES if path.name == "page.py" else PIECE_LINES)


@pytest.mark.parametrize("path", page_files(), ids=relative)
def test_a_piece_is_imported_by_its_own_page_only(path):
    folders = {module.split(".")[1] for module in imported_modules(path) if module.startswith("pages.")}
    assert folders <= {path.parent.name, "shared"}, "what two pages use belongs to pages/shared/"


@pytest.mark.parametrize("path", [*page_files(), ROOT / "app.py"], ids=relative)
def test_pages_hold_no_sql(path):
    translated = {id(node) for call in calls(path) if called_name(call) in {"_", "N_", "_n"} for node in ast.walk(call)}
    documented = {id(node.value) for node in ast.walk(tree(path)) if isinstance(node, ast.Expr)}
    found = [
        f"line {node.lineno}: {text}"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant | ast.JoinedStr) and id(node) not in translated | documented
        for text in strings(node)
        if re.search(
            r"\bselect\b.+\bfrom\b|\binsert\s+into\b|\bdelete\s+from\b|\bupdate\b.+\bset\b", text, re.IGNORECASE | re.DOTALL
        )
    ]
    assert not found


@pytest.mark.parametrize("path", [*page_files(), ROOT / "app.py"], ids=relative)
def test_pages_say_nothing_outside_the_catalog(path):
    found = [
        f"line {node.lineno}: {text}"
        for call in calls(path)
        for node in user_texts(call)
        for text in strings(node)
        if says_something(text)
    ]
    assert not found, "wrap it in _()"


def test_streamlits_private_switch_is_turned_in_one_place():
    assert [relative(path) for path in app_files() if "uses_pages_directory" in path.read_text(encoding="utf-8")] == ["pages/__init__.py"]


def test_a_page_stops_with_its_address_written():
    stopped = {relative(path) for path in page_files() for call in calls(path) if ast.unparse(call.func) == "st.stop"}
    assert stopped == {"pages/shared/address.py"}, "stop() of the address writes it before"


def test_downloads_are_offered_in_one_place():
    offered = {relative(path) for path in page_files() for call in calls(path) if called_name(call) == "download_button"}
    assert offered == {"pages/shared/downloads.py"}, "what is made on a click runs without the session: offer() catches what it needs"


# --- SQL -------------------------------------------------------------------------------------------------------------

SQL = PACKAGE / "warehouse" / "sql"
SQL_FILES = sorted(SQL.rglob("*.sql"))


@pytest.mark.parametrize("path", SQL_FILES, ids=lambda path: path.stem)
def test_a_statement_says_its_grain_first(path):
    first = path.read_text(encoding="utf-8").split("\n", 1)[0]
    assert re.match(r"-- One row per \S", first), first


@pytest.mark.parametrize("path", SQL_FILES, ids=lambda path: path.stem)
def test_a_statement_is_lower_case(path):
    bare = re.sub(r"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|\"[^\"]*\"", " ", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert not re.findall(r"\b[A-Z]\w+", bare)


def statements_left_over(names, sources, statements):
    """Return the names that no source quotes whole and no statement ``uses``; ``sql/tiers`` holds one for every rule."""
    lines = [line for text in statements for line in re.findall(r"^-- uses: (.+)$", text, re.MULTILINE)]
    used = {word.strip() for line in lines for word in line.split(",")}
    used |= {f"tiers/{rule}" for rule in RULES}
    return [name for name in names if name not in used and not any(f'"{name}"' in text for text in sources)]


def test_every_statement_is_used():
    names = [path.relative_to(SQL).with_suffix("").as_posix() for path in SQL_FILES]
    sources = [path.read_text(encoding="utf-8") for path in [*package_files(), *PACKAGE.rglob("*.toml")]]
    assert not statements_left_over(names, sources, [path.read_text(encoding="utf-8") for path in SQL_FILES])


def test_a_statement_that_is_only_spoken_of_is_not_used():
    names = ["land/days", "facts/days", "stage/days"]
    assert statements_left_over(names, ['run("land/days")  # days, stage/days'], ["-- uses: facts/days"]) == ["stage/days"]


@pytest.mark.parametrize("path", SQL_FILES, ids=lambda path: path.stem)
def test_a_statement_asks_no_clock(path):
    bare = re.sub(r"--[^\n]*|'(?:[^']|'')*'", " ", path.read_text(encoding="utf-8"))
    assert not re.findall(
        r"\b(?:current_date|current_timestamp|localtimestamp|(?:now|today|get_current_time\w*)\s*\()", bare, re.IGNORECASE
    )


# --- everything that ships -------------------------------------------------------------------------------------------


def shipped_files():
    """The text files that git knows or would add; every file below the folder where there is no git."""
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True, text=True)
    names = (
        listed.stdout.split("\0")
        if listed.returncode == 0
        else [relative(path) for path in ROOT.rglob("*") if ".venv" not in path.parts]
    )
    suffixes = {".py", ".sql", ".toml", ".md", ".txt", ".po", ".json", ".yml", ".yaml", ".cfg", ".css", ".html", ""}
    return [path for name in names if name and (path := ROOT / name).is_file() and path.suffix in suffixes]


def test_plotly_is_loaded_with_the_first_figure_that_it_draws():
    """Its import takes a second, and pages of pies, bars and grids never need it."""
    found = [
        f"{relative(path)}:{node.lineno}"
        for path in shipped_files() if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in ("segmentation", "pages")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.Import | ast.ImportFrom) and "plotly" in ast.unparse(node)
    ]
    assert not found


def test_the_app_fetches_nothing():
    """A link in a comment is fine; a script, style sheet or font from elsewhere is not."""
    served = re.compile(
        r"https?://[^\s\"')]*(?:cdn|unpkg|jsdelivr|googleapis|gstatic|fontawesome)|include_plotlyjs\s*=\s*[\"']cdn"
        r"|(?:src|href)\s*=\s*\\?[\"']https?://|@import\s|url\(\s*[\"']?https?://|:material/",
        re.IGNORECASE,
    )
    folders = ("segmentation", "pages", ".streamlit")
    files = [path for path in shipped_files() if path.name == "app.py" or path.relative_to(ROOT).parts[0] in folders]
    found = [f"{relative(path)}: {match[0]}" for path in files for match in served.finditer(path.read_text(encoding="utf-8"))]
    assert not found


def test_no_path_of_the_machine_it_was_written_on():
    private = re.compile(r"(?<![\w.])/" + r"(?:work|root)/")
    assert not [relative(path) for path in shipped_files() if private.search(path.read_text(encoding="utf-8", errors="replace"))]


def test_no_test_file_is_imported():  # what two of them need stands in a module of its own, or in a conftest
    modules = {relative(path): imported_modules(path) for path in sorted((ROOT / "tests").rglob("*.py"))}
    assert not {path: found for path, names in modules.items() if (found := [n for n in names if ".test_" in n])}
