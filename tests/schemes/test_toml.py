"""TOML of a stranger is refused before anything is built from it, and what a scheme needs is read."""

import pytest

from segmentation.language.errors import InputError
from segmentation.schemes import parse_scheme, schemes
from segmentation.schemes.toml import read_toml

BOMBS = {
    "arrays": ("a = " + "[" * 90_000 + "]" * 90_000, "deeper"),
    "a few arrays": ("a = " + "[" * 13 + "]" * 13, "deeper"),
    "tables in tables": ("a = " + "{a=" * 40_000 + "1" + "}" * 40_000, "deeper"),
    "a dotted name": (".".join(["a"] * 99_000) + " = 1", "deeper"),
    "a dotted name in quotes": (' . '.join(['"a"'] * 30_000) + " = 1", "deeper"),
    "the name of a table": ("[" + ".".join(["a"] * 99_000) + "]", "deeper"),
    "behind a text that ends in a quote": ('x = ["""a"""", {' + ".".join(["a"] * 90_000) + " = 1}]", "deeper"),
    "behind a comment that ends in a backslash": ('x = "a" #\\\n' + ".".join(["a"] * 90_000) + " = 1", "deeper"),
    "quotes without an end": ('"\\' * 99_000, "no valid TOML"),
    "a long name": ("a" * 190_000, "no valid TOML"),
    "a long number": ("a = " + "9" * 150_000, "no valid TOML"),
    "a long number of sixteen digits": ("a = 0x" + "f" * 150_000, "a number is larger"),
    "a large number deep inside": ("a = [{ b = 1000000000001 }]", "a number is larger"),
    "too long": ("#" * 200_001, "longer than a scheme"),
}


@pytest.mark.parametrize(("text", "reason"), BOMBS.values(), ids=BOMBS)
def test_a_bomb_is_refused_in_a_sentence(text, reason):
    for read in (read_toml, parse_scheme):
        with pytest.raises(InputError, match=reason) as refused:
            read(text, "x.toml")
        assert len(refused.value.text("zh")) < 300


def test_what_texts_and_comments_hold_is_no_nesting():
    text = "a = '''[[[[[[[[[[[[[[[['''  # {{{{{{{{{{{{{{{{\nb = \"[[[[[[[[[[[[[[[\\\"[[\"\n\"c\" = 'a.a.a.a.a.a.a.a.a.a.a.a.a.a.a'\nd = \"\"\"\n]]]]]]\"\"\"\"\n"
    assert read_toml(text, "x")["d"] == ']]]]]]"'


def test_days_that_cannot_be_counted_back_are_no_range():
    text = schemes()["abcd"].text
    wide = text.replace('common = "active_days"', 'common = "active_days"\nrange = ["1", "999999999"]', 1)
    assert wide != text
    with pytest.raises(InputError, match="36500"):
        parse_scheme(wide)
    for ends in ('["1_0", "2_0"]', '[nan, inf]', '[1e400, 5]', '[true, false]', '"12"', '[[1], [2]]', "3"):
        with pytest.raises(InputError):
            parse_scheme(text.replace('common = "active_days"', f'common = "active_days"\nrange = {ends}', 1))
