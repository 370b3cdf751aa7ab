"""Files that are no schemes: each is refused in its line, with the reason; whatever is wrong, nothing else is raised."""

import random
import re
import tomllib
from contextlib import suppress

import pytest

from segmentation.language.errors import InputError
from segmentation.schemes import load_scheme, parse_scheme, schemes
from segmentation.schemes.reader import Reader
from tests.schemes.small import STARS, criteria, text_of

PERCENTILE = text_of("percentile", {"top": "share = 20", "rest": "share = 80"}, 'cut_by = "customers"')
THRESHOLD = text_of("threshold", {
    "top": 'conditions = [{ measure = "contribution", from = 10 }]', "rest": "",
})
NINEBOX = load_scheme("ninebox").text
MATRIX, RFM = load_scheme("potential").text, load_scheme("rfm_ranges").text
SCORECARD = text_of("scorecard", STARS, "scale = { lowest = 1, highest = 5 }", criteria(brand=60, staff=40))
ABCD = load_scheme("abcd").text
CASES = [
    (PERCENTILE, 'cut_by = "customers"', 'cut_by = "money"', 1, "cut_by of scheme must be one of customers, value, not “money”"),
    (PERCENTILE, "share = 80", "share = 79.99", 1, "the shares of the tiers sum to 99.99, not to 100"),
    (PERCENTILE, "share = 80", "share = 80.001", 0, "share of tiers.rest must be a number from 0 to 100 with at most two decimals"),
    (PERCENTILE, "share = 80", 'share = "many"', 0, "share of tiers.rest must be a number"),
    (PERCENTILE, "share = 80", "share = nan", 0, "share of tiers.rest must be a number"),
    (PERCENTILE, "share = 80\n", "", 1, "share of tiers.rest must be a number"),
    (PERCENTILE, 'common = "measure"\ndefault = "contribution"', 'common = "regrade"\ndefault = "day"', 1, "settings has regrade twice"),
    (PERCENTILE, 'common = "measure"', 'common = "mood"', '[[settings]]\ncommon = "mood"', "there is no common setting mood"),
    (THRESHOLD, "from = 10", "least = 10", '[[tiers]]\nkey = "top"', "a condition of tiers.top needs a measure and one of from, above, up_to, below"),
    (THRESHOLD, "from = 10", "from = 10, above = 20", '[[tiers]]\nkey = "top"', "a condition of tiers.top needs a measure and one of"),
    (THRESHOLD, "from = 10", "from = 10, up = 20", '[[tiers]]\nkey = "top"', "a condition of tiers.top needs a measure and one of"),
    (THRESHOLD, "from = 10", "from = 10.005", '[[tiers]]\nkey = "top"', "from of tiers.top must be a number"),
    (THRESHOLD, '"contribution"', '"mood"', '[[tiers]]\nkey = "top"', "measure of tiers.top must be one of contribution, profit"),
    (THRESHOLD, "conditions = [{", "requirements = [{", 1, "tiers.top has no conditions"),
    (THRESHOLD, 'key = "rest"', 'key = "rest"\nconditions = [{ measure = "profit", from = 1 }]', 1, "tiers.rest cannot have conditions"),
    (MATRIX, 'box = ["high", "low"]', 'box = ["high", "high"]', 1, "high × high belongs to two tiers"),
    (MATRIX, 'box = ["high", "low"]', 'box = ["high", "middle"]', 1, "box of tiers.gold must name a class"),
    (MATRIX, 'box = ["high", "low"]', 'box = "high"', 1, "box of tiers.gold must name a class"),
    (MATRIX, '[[tiers]]\nkey = "lead"\nbox = ["low", "low"]', '[[gone]]\nkey = "lead"', 1, "low × low belongs to no tier"),
    (MATRIX, 'name = "potential"', 'name = "value"', 1, "axes has value twice"),
    (MATRIX, 'name = "potential"', 'name = "mood"', 1, "name of axes must be one of value, potential, not “mood”"),
    (NINEBOX, "contacts = [6, 6]", "contacts = [7, 6]", 0, "contacts of tiers.A1 must be two whole numbers up to 99, the smaller first"),
    (NINEBOX, "contacts = [6, 6]", "contacts = [true, 6]", 0, "contacts of tiers.A1 must be two whole numbers"),
    (NINEBOX, "contacts = [4, 6]", "contacts = 4", 0, "contacts of classes.A must be two whole numbers"),
    (NINEBOX, "coverage = 60", "coverage = 101", 0, "coverage of classes.A must be a number from 0 to 100"),
    (NINEBOX, '"C2", "C3"]', '"C2", "C4"]', 0, "tiers of classes.C must be one of A1, A2"),
    (NINEBOX, '"C2", "C3"]', '"C2", "B3"]', "[[classes]]", "classes has B3 twice"),
    (NINEBOX, ', "C3"]', "]", "[[classes]]", "the classes leave out the tiers C3"),
    (MATRIX, "share = 20", "share = 30", 1, "the shares of axes.value sum to 110, not to 100"),
    (RFM, "groups = 5", "groups = 1", 0, "groups of scheme must be a number from 2 to 9"),
    (RFM, "groups = 5\n", "", 1, "groups of scheme must be a number from 2 to 9"),
    (RFM, "groups = 5", "groups = 6", 1, "belongs to no tier"),
    (RFM, 'r = "5-5"', 'r = "5-6"', 0, "r of segments.1 must be a score or a range of scores from 1 to 5, such as 2-5"),
    (RFM, 'r = "5-5"', 'r = "5-4"', 0, "r of segments.1 must be a score or a range"),
    (RFM, 'tier = "champions"', 'tier = "heroes"', 0, "tier of segments.1 must be one of champions, loyal"),
    (RFM, 'tier = "champions"', 'tier = "loyal"', 1, "no segment leads to tiers.champions"),
    (RFM, "groups = 5", "groups = 5\nedges = { r = [90, 30] }", "edges = ", "edges need ascending numbers for r, f or m"),
    (RFM, "groups = 5", "groups = 5\nedges = { x = [1] }", "edges = ", "edges need ascending numbers"),
    (RFM, "groups = 5", "groups = 5\nedges = 7", "edges = ", "edges need ascending numbers"),
    (SCORECARD, "weight = 40", "weight = 39", 1, "the weights of the criteria sum to 99, not to 100"),
    (SCORECARD, "weight = 40", "weight = -40", 0, "weight of criteria.2 must be a number from 0 to 100"),
    (SCORECARD, 'key = "staff"', 'key = "brand"', 1, "criteria has brand twice"),
    (SCORECARD, 'en = "Staff Mark"', 'en = "BRAND"', 1, "criteria has brand twice"),
    (SCORECARD, "from = 4.5", "from = 4", 1, "the thresholds of the tiers must fall from the best to the last"),
    (SCORECARD, "scale = {", "scales = {", 1, "scheme has no scale"),
    (SCORECARD, "lowest = 1", "lowest = 5", 1, "the range of scale must begin with the smaller number"),
    (SCORECARD, "stars = 1", "stars = 1\nfrom = 1", 1, "tiers.s1 cannot have conditions"),
    (SCORECARD, "stars = 5", "stars = 4.5.", 1, "no valid TOML"),
    (ABCD, 'name = "top_share"\ntype = "share"', 'name = "top_share"\ntype = "days"', 1, "the type of settings.top_share must be one of share"),
    (ABCD, 'common = "window"\ndefault = "365"',
     'name = "window"\ntype = "days"\nrange = ["1", "999"]\nlabel = { zh = "x", en = "x" }\nhelp = { zh = "x", en = "x" }\ndefault = "365"',
     1, "the type of settings.window must be one of choice"),
    (ABCD, 'common = "window"\ndefault = "365"', 'common = "window"\ndefault = "30"\nchoices = [{ value = "30", label = { zh = "x", en = "x" } }]',
     1, "choices of settings.window must be one of 60, 90, 180, 365, all, not “30”"),
    (ABCD, 'common = "frequency"\ndefault = "visits"', 'common = "frequency"\ndefault = "bills"\nonly = ["visits"]', 1, "the default of settings.frequency"),
]


def line_of(text, part):
    return text[: text.index(part)].count("\n") + 1


# near: 0 the very line is told, a text: the line in which that stands, 1: some line of the file
@pytest.mark.parametrize(("text", "old", "new", "near", "reason"), CASES)
def test_a_broken_file_is_refused_in_its_line_with_the_reason(text, old, new, near, reason):
    assert old in text
    changed = text.replace(old, new, 1)
    with pytest.raises(InputError) as refused:
        parse_scheme(changed, "ours.toml")
    assert reason in str(refused.value)
    if "no valid TOML" in reason:
        assert f"at line {line_of(text, old)}" in str(refused.value)
        return
    line = int(re.match(r"ours\.toml:(\d+): ", str(refused.value))[1])
    if near == 0:
        assert line == line_of(text, old)
    elif near != 1:
        assert line == line_of(changed, near)
    assert 1 <= line <= changed.count("\n") + 1


@pytest.mark.parametrize(("old", "new", "head"), [
    ('box = ["high", "low"]', 'box = ["high", "high"]', 'key = "gold"'), ("share = 20", "share = 30", '[[axes]]\nname = "value"'),
])
def test_a_part_is_told_by_the_line_in_which_it_begins(old, new, head):
    with pytest.raises(InputError) as refused:
        parse_scheme(MATRIX.replace(old, new, 1), "m.toml")
    first = line_of(MATRIX, head)
    assert str(refused.value).startswith(f"m.toml:{first if head.startswith('[') else first - 1}: ")


def test_the_reason_is_said_in_chinese_too():
    with pytest.raises(InputError) as refused:
        parse_scheme(RFM.replace("groups = 5", "groups = 6", 1), "ours.toml")
    assert refused.value.text("zh") == f"ours.toml:{line_of(RFM, '[[segments]]')}：116 没有归到任何一级。"


ODD = (5, -1, "x", "", [], {}, [[1]], ["a"], True, 1.5, {"a": 1}, [{}], 10**30, float("nan"), float("inf"), None)


def every_place(value, at=()):
    """Yield the way to every part of a parsed file."""
    if at:
        yield at
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, part in parts:
        yield from every_place(part, (*at, step))


def with_odd(value, at, odd):
    """Return a copy of the file with one part replaced; None takes it out."""
    step, *rest = at
    copy = dict(value) if isinstance(value, dict) else list(value)
    if rest:
        copy[step] = with_odd(copy[step], rest, odd)
    elif odd is None:
        del copy[step]
    else:
        copy[step] = odd
    return copy


@pytest.mark.parametrize("scheme", schemes().values(), ids=lambda scheme: scheme.key)
def test_whatever_stands_in_a_file_it_is_a_scheme_or_refused(scheme):
    data = tomllib.loads(scheme.text)
    by_shape = {tuple(step if isinstance(step, str) else 0 for step in at): at for at in every_place(data)}
    chance = random.Random(scheme.key)
    reader = Reader(scheme.key, scheme.text)
    for at in by_shape.values():
        for odd in chance.sample(ODD, 3):
            with suppress(InputError):  # anything else would be a fault of the reader
                reader.scheme(with_odd(data, at, odd))
