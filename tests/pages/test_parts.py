import doctest

import pytest

import pages._language
import pages._parts
from pages._language import plain


@pytest.mark.parametrize("module", [pages._language, pages._parts])
def test_the_examples_of_the_parts_hold(module):
    found = doctest.testmod(module)
    assert (found.failed, found.attempted > 0) == (0, True)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("云栖湖宾馆", "云栖湖宾馆"),
        ("<b>x</b>", r"\<b\>x\<\/b\>"),
        ("[a](javascript:b)", "\\[a\\]\\(javascript\\:\u2060b\\)"),  # the joiner keeps :b) from being read as a picture's name
        ("$\\LaTeX$", r"\$\\LaTeX\$"),
        ("# a\n- b", r"\# a \- b"),
    ],
)
def test_markdown_shows_a_name_as_it_is(name, written):
    assert plain(name) == written
