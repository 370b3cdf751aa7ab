"""Text is text: what a page hands to Streamlit's Markdown is a literal of ours, a number of ours, or went through ``plain``.

Told from the code alone, so with some goodwill: a name is followed to what its function assigns to it, a call of a page's helper to
what that returns; constants in capitals are ours. A parameter is not followed: one that takes Markdown is annotated ``Markdown``,
and then whoever passes it is looked at.
"""

import ast
import re
from functools import cache

import pytest

from tests.source import ROOT, called_name, calls, page_files, relative, tree

# Their first argument is Markdown; so are these keywords of any of them.
SINKS = set(re.findall(
    r"\w+",
    """title header subheader write markdown caption metric badge info warning error success toast expander popover status
    spinner button download_button link_button page_link form_submit_button menu_button text_input text_area number_input
    date_input time_input datetime_input selectbox multiselect radio checkbox toggle pills slider feedback segmented_control
    select_slider file_uploader color_picker dialog tabs table""",
))
KEYWORDS = {"label", "help", "title", "text", "caption", "captions", "delta", "body"}
MORE = {"metric": 3, "progress": 2, "write": 9}  # how many of the arguments are Markdown, where it is not the first alone
NOT_THE_FIRST = {"progress"}  # a number
OPTIONS = {"radio", "pills", "segmented_control", "select_slider"}  # their options are Markdown; those of a selectbox are not
HELP_ONLY = {"Column", "TextColumn", "NumberColumn", "MultiselectColumn", "SelectboxColumn", "CheckboxColumn", "DateColumn"}
HARMLESS = {"_", "N_", "_n", "count_bills", "count_customers", "count_left_out", "plain", "len", "round", "int", "float", "range", "sum", "period_label", "months_text", "rule_of_thumb",
            "finding_active", "years_text"}
PASSES_ON = {"str", "list", "tuple", "sorted", "reversed", "max", "min", "filter", "dict"}
KEEPS = {"removesuffix", "removeprefix", "strip", "upper", "lower", "capitalize", "splitlines", "split", "values", "keys", "get", "copy"}
OURS = {"int", "float", "bool", "date", "None"}  # what a parameter may be annotated with


@cache
def functions(path):
    """Every function of a file by its name, the outer ones first."""
    found = {}
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef):
            found.setdefault(node.name, node)
    return found


@cache
def imported(path):
    """What a page takes from another page: name → (file, name there)."""
    return {
        alias.asname or alias.name: (ROOT / f"{node.module.replace('.', '/')}.py", alias.name)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("pages.")
        for alias in node.names
    }


def origin(path, name):
    """Return the file that a name of a page comes from, and its name there."""
    while name in imported(path):
        path, name = imported(path)[name]
    return path, name


def defined(path, name):
    """Return where a page's helper is defined as (file, function); None for what is not of a page."""
    path, name = origin(path, name)
    return (path, functions(path)[name]) if name in functions(path) else None


@cache
def parents(path):
    return {child: node for node in ast.walk(tree(path)) for child in ast.iter_child_nodes(node)}


def scopes(path, node):
    """The functions, lambdas and comprehensions around a node, from within, and at last the file."""
    while node in parents(path):
        node = parents(path)[node]
        if isinstance(node, ast.FunctionDef | ast.Lambda | ast.ListComp | ast.GeneratorExp | ast.SetComp | ast.DictComp | ast.Module):
            yield node


def own_nodes(scope):
    """What stands in a scope without what stands in a function inside it."""
    for child in ast.iter_child_nodes(scope):
        yield child
        if not isinstance(child, ast.FunctionDef | ast.Lambda):
            yield from own_nodes(child)


class Page:
    """One page's file, asked whether an expression is harmless as Markdown."""

    def __init__(self, path, seen=()):
        self.path, self.seen = path, seen

    def harmless(self, node):
        if (self.path, node) in self.seen:
            return True  # what it depends on besides itself decides
        page = Page(self.path, (*self.seen, (self.path, node)))
        return getattr(page, f"_{type(node).__name__}", lambda _node: False)(node)

    def all(self, nodes):
        return all(self.harmless(node) for node in nodes)

    def _Constant(self, _node):
        return True

    def _Compare(self, _node):
        return True

    def _JoinedStr(self, node):
        parts = [part for part in node.values if isinstance(part, ast.FormattedValue)]
        return self.all(part.value for part in parts if not (part.format_spec and ast.unparse(part.format_spec)[-2] in "dfgn%"))

    def _BinOp(self, node):
        counted = isinstance(node.op, ast.Sub | ast.Div | ast.FloorDiv) or any(
            isinstance(side, ast.Constant) and isinstance(side.value, int) for side in (node.left, node.right)
        )
        return counted or self.all((node.left, node.right))

    def _BoolOp(self, node):
        return self.all(node.values)

    def _UnaryOp(self, node):
        return self.harmless(node.operand)

    def _NamedExpr(self, node):
        return self.harmless(node.value)

    def _IfExp(self, node):
        return self.all((node.body, node.orelse))

    def _Starred(self, node):
        return self.harmless(node.value)

    def _List(self, node):
        return self.all(node.elts)

    _Tuple = _Set = _List

    def _Dict(self, node):
        return self.all(node.values)  # its keys are not shown, but in a table: see st.table

    def _ListComp(self, node):
        return self.harmless(node.elt)

    _GeneratorExp = _SetComp = _ListComp

    def _DictComp(self, node):
        return self.harmless(node.value)

    def keys(self, node):
        """Whether the keys are harmless of a dict that is written down, or of the name of one."""
        match node:
            case ast.Dict(keys=keys):
                return self.all(key for key in keys if key)
            case ast.DictComp(key=key):
                return self.harmless(key)
            case ast.Name(id=name):
                found = [
                    each.value
                    for scope in scopes(self.path, node)
                    for each in own_nodes(scope)
                    if isinstance(each, ast.Assign) and any(isinstance(to, ast.Name) and to.id == name for to in each.targets)
                ]
                return bool(found) and all(self.keys(value) for value in found)
        return False

    def _Lambda(self, node):
        return self.harmless(node.body)

    def _Attribute(self, node):
        return node.attr.isupper() or (node.attr == "get" and self.harmless(node.value))

    def _Subscript(self, node):
        return self.harmless(node.value)

    def _Call(self, node):
        name, given = called_name(node), [*node.args, *(keyword.value for keyword in node.keywords)]
        if isinstance(node.func, ast.Attribute):
            if name == "fromkeys":
                return self.all(given)
            if name in {"format", "join"} | KEEPS:
                return self.harmless(node.func.value) and (name in KEEPS or self.all(given))
            return False
        if name in HARMLESS or name.startswith("format_"):
            return True
        if name in PASSES_ON:
            return self.all(given)
        if name in {"zip", "enumerate"}:
            return self.all(given[:1] if name == "enumerate" else given)
        if name == "map":
            return ast.unparse(node.args[0]) in HARMLESS or self._function(ast.unparse(node.args[0]))
        return self._function(name) or self.harmless(node.func)  # a parameter may be a Callable that returns Markdown

    def _function(self, name):
        found = defined(self.path, name)
        return found is not None and Page(found[0], self.seen).returns(found[1])

    def returns(self, function):
        said = [node.value for node in own_nodes(function) if isinstance(node, ast.Return) and node.value]
        return bool(said) and self.all(said)

    def _Name(self, node):
        if node.id.isupper():
            return True
        for scope in scopes(self.path, node):
            given = [*self._assigned(scope, node.id)]
            if given:
                return all(given)
            if isinstance(scope, ast.FunctionDef | ast.Lambda):
                for each in (*scope.args.args, *scope.args.kwonlyargs, *scope.args.posonlyargs):
                    if each.arg == node.id:
                        words = set(re.findall(r"\w+", ast.unparse(each.annotation))) if each.annotation else {""}
                        return "Markdown" in words or words <= OURS
        return self._function(node.id)

    def _assigned(self, scope, name):
        """Whether each value is harmless that a scope gives to a name."""
        if isinstance(scope, ast.ListComp | ast.GeneratorExp | ast.SetComp | ast.DictComp):
            for each in scope.generators:
                yield from self._taken(each.target, each.iter, name, within=True)
            return
        for node in own_nodes(scope):
            match node:
                case ast.Assign(targets=targets, value=value):
                    for target in targets:
                        yield from self._taken(target, value, name)
                case ast.AnnAssign(target=target, value=value) | ast.AugAssign(target=target, value=value) if value:
                    yield from self._taken(target, value, name)
                case ast.NamedExpr(target=target, value=value):
                    yield from self._taken(target, value, name)
                case ast.For(target=target, iter=value):
                    yield from self._taken(target, value, name, within=True)

    def _taken(self, target, value, name, within=False):
        """Whether it is harmless what ``name`` takes of ``value``, where the target holds it; ``within``: of each of its members."""
        match target:
            case ast.Name(id=own) if own == name:
                yield self.harmless(value)
            case ast.Subscript(value=ast.Name(id=own)) if own == name:
                yield self.harmless(value)
            case ast.Tuple(elts=elements) | ast.List(elts=elements):
                for place, element in enumerate(elements):
                    if any(isinstance(each, ast.Name) and each.id == name for each in ast.walk(element)):
                        yield self._part(value, place, element, name, within)

    def _part(self, value, place, element, name, within):
        match value:
            case ast.IfExp(body=body, orelse=orelse):
                return self._part(body, place, element, name, within) and self._part(orelse, place, element, name, within)
            case ast.Call(func=ast.Name(id="enumerate"), args=[inner, *_rest]) if within:
                return place == 0 or all(self._taken(element, inner, name, within=True))
            case ast.Call(func=ast.Name(id="zip"), args=inner) if within and place < len(inner):
                return all(self._taken(element, inner[place], name, within=True))
            case ast.Call(func=ast.Attribute(value=inner, attr="items")) if within:
                return self.harmless(inner) if place else self.keys(inner)
            case ast.Tuple(elts=members) | ast.List(elts=members):
                rows = members if within else [value]
                if all(isinstance(row, ast.Tuple | ast.List) and place < len(row.elts) for row in rows):
                    return all(all(self._taken(element, row.elts[place], name)) for row in rows)
        return self.harmless(value)


@cache
def takers():
    """What of the pages takes Markdown: (file, function or class) → the places and names of these parameters."""
    found = {}
    for path in page_files():
        for made in (node for node in ast.walk(tree(path)) if isinstance(node, ast.ClassDef)):
            fields = [each for each in made.body if isinstance(each, ast.AnnAssign)]
            marked = [(place, each.target.id) for place, each in enumerate(fields) if "Markdown" in ast.unparse(each.annotation)]
            if marked:
                found[path, made.name] = marked
        for name, function in functions(path).items():
            marked = [
                (place, each.arg)
                for place, each in enumerate((*function.args.args, *function.args.kwonlyargs))
                if each.annotation and "Markdown" in re.findall(r"\w+", ast.unparse(each.annotation))
            ]
            if marked:
                found[path, name] = marked
    return found


def shown(path, call):
    """The arguments of a call that are shown as Markdown."""
    name = called_name(call)
    if isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) in {"pa", "pc", "csv"}:
        return
    if name in SINKS | NOT_THE_FIRST and isinstance(call.func, ast.Attribute):
        yield from call.args[name in NOT_THE_FIRST : MORE.get(name, 1)]
    if name in SINKS | NOT_THE_FIRST | HELP_ONLY:
        yield from (each.value for each in call.keywords if each.arg in (KEYWORDS if name not in HELP_ONLY else {"help"}))
    if name in OPTIONS:
        spelt = [each.value for each in call.keywords if each.arg == "format_func"]
        yield from spelt or call.args[1:2]
    if isinstance(call.func, ast.Name):
        for place, parameter in takers().get(origin(path, name), ()):
            yield from call.args[place : place + 1]
            yield from (each.value for each in call.keywords if each.arg == parameter)


# The fields of a dataclass are looked at where it is made, not where they are drawn.
FIELDS = {
    "pages/shared/figures.py": {"each.label", "each.value", "each.change", "each.help"},
    "pages/help/read.py": {"_linked(piece.text)"},  # the guides are the program's own, and are Markdown
}


@pytest.mark.parametrize("path", [*page_files(), ROOT / "app.py"], ids=relative)
def test_a_page_shows_texts_as_they_are(path):
    page = Page(path)
    found = [
        f"line {node.lineno}: {ast.unparse(node)}"
        for call in calls(path)
        for node in shown(path, call)
        if not page.harmless(node) and ast.unparse(node) not in FIELDS.get(relative(path), ())
    ]
    assert not found, "wrap what is stored in plain()"
