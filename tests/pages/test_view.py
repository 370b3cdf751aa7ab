import doctest

import pytest

import pages.shared.language
import pages.shared.view
from pages.shared.language import plain


@pytest.mark.parametrize("module", [pages.shared.language, pages.shared.view])
def test_the_examples_of_the_parts_hold(module):
    found = doctest.testmod(module)
    assert (found.failed, found.attempted > 0) == (0, True)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("云栖湖宾馆", "云栖湖宾馆"),
        ("<b>x</b>", r"\<b\>x\<\/b\>"),
        ("[a](javascript:b)", r"\[a\]\(javascript\:b\)"),
        ("http://a.b", r"http\:\/:color[]\/a\.b"),  # an empty span: addresses are looked for after escaping
        (":smile: a -- b", r"\::color[]smile\: a \-:color[]\- b"),
        ("\u202ea\x00", "a"),
        ("$\\LaTeX$", r"\$\\LaTeX\$"),
        ("# a\n- b", r"\# a \- b"),
    ],
)
def test_markdown_shows_a_name_as_it_is(name, written):
    assert plain(name) == written
