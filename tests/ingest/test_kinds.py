"""A kind of upload is one object: nothing else in the house knows one kind from another."""

import ast
from pathlib import Path

import pytest

from segmentation.ingest.kind import EDIT
from segmentation.ingest.kinds.registry import KINDS
from segmentation.ingest.report import empty_report, say
from segmentation.warehouse import SQL, Warehouse

ROOT = Path(__file__).parents[2]
KEYS = {*KINDS, EDIT.key}
FILES = [
    path
    for folder in ("segmentation", "pages")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if ROOT / "segmentation/ingest/kinds" not in path.parents
]


def literals(node):
    return {each.value for each in ast.walk(node) if isinstance(each, ast.Constant) and isinstance(each.value, str)}


def is_kind(node):
    """Whether an expression is called a kind: kind, upload_kind, found.kind, row["kind"], report.get("kind")."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name) | ast.Subscript(slice=ast.Constant(value=str(name))):
            return name.endswith("kind")
        case ast.Call(func=ast.Attribute(attr="get"), args=[ast.Constant(value=str(name)), *_]):
            return name.endswith("kind")
    return False


def breaches(source):
    """Lines that tell one kind from another: comparisons, cases, mappings by kind, a kind picked by its key, SQL."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Compare(left=left, comparators=others):
                sides = [left, *others]
                found = any(map(is_kind, sides)) and any(literals(side) & KEYS for side in sides)
            case ast.Match(subject=subject, cases=cases):
                found = is_kind(subject) and any(literals(case.pattern) & KEYS for case in cases)
            case ast.Dict(keys=keys):
                own = [key.value for key in keys if isinstance(key, ast.Constant)]
                found = len(own) == len(keys) > 1 and KINDS.keys() >= set(own)
            case ast.Subscript(value=ast.Name(id="KINDS"), slice=ast.Constant()):
                found = True
            case ast.Call(func=ast.Name(id="kind_of"), args=[ast.Constant()]):
                found = True
            case ast.Constant(value=str(text)):
                found = any(f"kind = '{key}'" in text or f"kind <> '{key}'" in text for key in KEYS)
            case _:
                found = False
        if found:
            yield node.lineno


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_nothing_tells_one_kind_from_another(path):
    assert not list(breaches(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "source",
    [
        'found.kind == "bills"', 'kind in ("customers", "ratings")', 'row["kind"] != "edit"', 'report.get("kind") == "totals"',
        '{"bills": 1, "totals": 2}', 'KINDS["ratings"]', 'kind_of("bills")', '"select 1 from batches where kind = \'bills\'"',
        'match upload_kind:\n    case "bills" | "totals":\n        pass',
    ],
)
def test_the_test_sees_a_breach(source):
    assert list(breaches(source)) == [1]


@pytest.mark.parametrize(
    "source", ['kind == "xlsx"', 'kind in KINDS', '{"bills": 1, "contribution": 2}', '{"customers": 1}', "KINDS[key]", 'name == "bills"']
)
def test_other_words_are_no_breach(source):
    assert list(breaches(source)) == []


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    opened = Warehouse(tmp_path_factory.mktemp("kinds") / "warehouse.duckdb")
    yield opened
    opened.close()


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_a_kind_is_whole(warehouse, kind):
    """What its object names is there: columns, statements, tables, counts; and no reason means two things."""
    columns = {column.name for column in kind.columns}
    assert {*kind.first, *kind.starred, *(name for need in kind.needs for way in need.ways for name in way)} <= columns
    assert {column for _text, column in kind.reasons.values() if column} <= columns
    assert all((SQL / f"{name}.sql").is_file() for name in (kind.lines, kind.rejects))
    assert kind.counted in {*kind.counts, "accepted"}
    assert all(kind.reasons[name] == other.reasons[name] for other in KINDS.values() for name in kind.reasons.keys() & other.reasons)
    told = "select table_name from information_schema.columns where column_name = 'batch_id'"
    assert {*kind.tables} <= {name for (name,) in warehouse.cursor().execute(told).fetchall()}


def test_kinds_are_asked_in_turn():
    assert len({kind.turn for kind in KINDS.values()}) == len(KINDS)
    last = max(KINDS.values(), key=lambda kind: kind.turn)
    assert last.claims([], [])  # what nobody else claims


@pytest.mark.parametrize(
    ("key", "words", "one", "two"),
    [
        ("bills", "undone", "Its 1 bill (¥0.00) is taken out, and customers who came with it alone go too.", "Its 2 bills (¥0.00) are taken out, and customers who came with it alone go too."),
        ("bills", "taken", "1 bill, 0 of them from walk-ins; ¥0.00; 1 customer, 0 of them new", "2 bills, 0 of them from walk-ins; ¥0.00; 2 customers, 0 of them new"),
        ("customers", "together", "1 customer profile", "2 customer profiles"),
        ("ratings", "undone", "Its 1 rating is taken out.", "Its 2 ratings are taken out."),
        ("totals", "line", "1 month, ¥0.00, –", "2 months, ¥0.00, –"),
    ],
)
def test_what_is_counted_is_said_in_the_form_that_fits_it(key, words, one, two):
    for count, said in ((1, one), (2, two)):
        report = {**empty_report("s", 1, count), "bills": count, "customers": count, "ratings": count}
        assert say(getattr(KINDS[key].words, words), [report], "en") == said
