"""A finding, the sentence computed from data, is said where its measure is; charts and pages choose and place it.

Told from the code: nothing above the measures defines a finding, no chart or slide makes its title up from figures, and no
sentence that a page or a chart fills in holds a share or an amount.
"""

import ast
import re

import pytest

from tests.source import ROOT, called_name, calls, page_files, relative, tree

ABOVE = [*page_files(), *sorted((ROOT / "segmentation" / "charts").rglob("*.py")), ROOT / "segmentation" / "reports.py"]
NAMES = re.compile(r"finding|sentence|headline|_title$")
TITLED = {"Chart": 1, "Grid": 0, "Slide": 0}  # where the title stands among the arguments
FIGURES = {"format_ratio", "format_whole_ratio", "format_share", "format_money_short"}
# Sentences about what is typed or shown here and now, not about what was measured.
ALLOWED = {
    "These limits flag {customers} with {money} at stake; those that are saved flag {now}.",
}


NAMED = {"{one} minus {other}, in percentage points"}  # titles with names and no figure


def functions(path):
    return [node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef)]


def messages(node, scope):
    """The literal texts that an expression comes from: those it holds, and those of what its names are assigned in ``scope``."""
    found = [each.value for each in ast.walk(node) if isinstance(each, ast.Constant) and isinstance(each.value, str)]
    names = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
    for each in ast.walk(scope):
        if isinstance(each, ast.Assign) and any(isinstance(at, ast.Name) and at.id in names for at in each.targets):
            found += [part.value for part in ast.walk(each.value) if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    return found


def fills_in(node):
    """Whether an expression fills a text in, or puts one together."""
    return any(
        isinstance(each, ast.JoinedStr)
        or (isinstance(each, ast.Call) and called_name(each) == "format" and not NAMED & {*messages(each, each)})
        for each in ast.walk(node)
    )


def made_up(title, scope):
    """Whether a title is filled in where it stands, or in what its name was assigned."""
    if fills_in(title):
        return True
    return isinstance(title, ast.Name) and any(
        fills_in(each.value)
        for each in ast.walk(scope)
        if isinstance(each, ast.Assign) and any(isinstance(at, ast.Name) and at.id == title.id for at in each.targets)
    )


@pytest.mark.parametrize("path", ABOVE, ids=relative)
def test_findings_are_defined_by_measures_alone(path):
    assert not [node.name for node in functions(path) if NAMES.search(node.name)], "say it in segmentation/measures"


@pytest.mark.parametrize("path", ABOVE, ids=relative)
def test_a_title_is_given_or_a_finding(path):
    found = []
    for scope in functions(path):
        for call in ast.walk(scope):
            if isinstance(call, ast.Call) and called_name(call) in TITLED and isinstance(call.func, ast.Name):
                at = TITLED[called_name(call)]
                titles = [*call.args[at : at + 1], *(each.value for each in call.keywords if each.arg == "title")]
                found += [f"line {call.lineno}: {ast.unparse(title)}" for title in titles if made_up(title, scope)]
    assert not found, "let a measure say it: finding_…(…)"


@pytest.mark.parametrize("path", ABOVE, ids=relative)
def test_no_sentence_is_filled_in_with_a_share_or_an_amount(path):
    found = []
    for scope in functions(path):
        for call in (each for each in ast.walk(scope) if isinstance(each, ast.Call) and called_name(each) == "format"):
            figures = [each for each in ast.walk(call) if isinstance(each, ast.Call) and called_name(each) in FIGURES]
            if figures and isinstance(call.func, ast.Attribute):
                said = [text for text in messages(call.func.value, scope) if text.endswith(".") and "{" in text]
                found += [f"line {call.lineno}: {text}" for text in said if text not in ALLOWED]
    assert not found, "let a measure say it: finding_…(…)"


def test_breaches_are_seen():
    scope = ast.parse('def f(x):\n    text = _("{a} of all.")\n    title = text.format(a=x)\n    Chart("bar", title)').body[0]
    assert made_up(ast.parse("title", mode="eval").body, scope)
    assert messages(ast.parse("text", mode="eval").body, scope) == ["{a} of all."]
    assert list(calls(ROOT / "app.py"))
