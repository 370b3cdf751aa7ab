import re
from decimal import Decimal

import pytest

from segmentation.language.errors import InputError
from segmentation.language.i18n import LANGUAGES
from segmentation.schemes import FOLDER, RULES, load_scheme, parse_scheme, schemes
from segmentation.warehouse import SQL


def spelled_out(text):
    """Return a scheme's file with the settings that it shares with others written in full."""
    common = (FOLDER / "common" / "settings.toml").read_text(encoding="utf-8")
    for name in ("active_days", "window", "frequency"):
        start = common.index(f'name = "{name}"')
        block = common[start : common.find("[[settings]]", start)]
        text = text.replace(f'common = "{name}"\ndefault = ', f"{block}# ")
    return text


ABCD = spelled_out((FOLDER / "abcd.toml").read_text(encoding="utf-8"))
GROUNDS = ("#ffffff", "#0e1117")


def luminance(colour):
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [channel / 12.92 if channel <= 0.03928 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_default_scheme_is_the_hotel_manual():
    scheme = load_scheme("abcd")
    assert scheme.tier_keys == ("A", "B", "C", "D")
    assert scheme.defaults() == {
        "active_days": 60, "top_share": Decimal(20), "split": Decimal(50), "window": "365", "frequency": "visits",
        "rank_by": "contribution",
    }
    assert scheme.tier("A").meaning["zh"] == "忠诚且贡献高"
    assert list(scheme.settings[3].choices) == ["60", "90", "180", "365", "all"]


def test_every_scheme_speaks_both_languages_in_colours_that_can_be_seen():
    for scheme in schemes().values():
        for tier in scheme.tiers:
            for text in (tier.label, tier.meaning, tier.advice, tier.norms):
                assert set(text) == set(LANGUAGES)
                assert not re.search(r"[一-鿿]", text["en"])
            assert all(contrast(tier.colour, ground) >= 3 for ground in GROUNDS), tier
        assert len({tier.colour for tier in scheme.tiers}) == len(scheme.tiers)


def test_every_rule_has_its_sql():
    assert {path.stem for path in (SQL / "tiers").glob("*.sql")} == set(RULES)


def test_a_file_in_the_folder_is_a_scheme(tmp_path):
    (tmp_path / "abcd.toml").write_text(ABCD, encoding="utf-8")
    assert list(schemes(tmp_path)) == ["abcd"]
    (tmp_path / "ours.toml").write_text(ABCD.replace('key = "abcd"', 'key = "ours"').replace("20", "25"), encoding="utf-8")
    assert list(schemes(tmp_path)) == ["abcd", "ours"]
    assert load_scheme("ours", tmp_path).defaults()["top_share"] == 25


def test_an_edited_file_is_read_again(tmp_path):
    path = tmp_path / "abcd.toml"
    path.write_text(ABCD, encoding="utf-8")
    load_scheme("abcd", tmp_path)
    path.write_text(ABCD.replace('default = "60"', 'default = "45"'), encoding="utf-8")
    assert load_scheme("abcd", tmp_path).defaults()["active_days"] == 45


def test_two_files_with_one_key_are_refused(tmp_path):
    (tmp_path / "a.toml").write_text(ABCD, encoding="utf-8")
    (tmp_path / "b.toml").write_text(ABCD, encoding="utf-8")
    with pytest.raises(InputError, match=r"b\.toml.*abcd is taken"):
        schemes(tmp_path)


def test_an_unknown_scheme_names_those_there_are():
    with pytest.raises(InputError, match=r"There are: .*abcd"):
        load_scheme("nothing")


@pytest.mark.parametrize(("old", "new", "reason"), [
    ('key = "abcd"', "key = abcd", "no valid TOML"),
    ('key = "abcd"', "", "scheme has no key"),
    ('rule = "rank_overlap"', 'rule = "magic"', "unknown rule magic"),
    ("#0072B2", "blue", "colour of tiers.A must be written #rrggbb"),
    ("#0072B2", "#07B", "colour of tiers.A must be written #rrggbb"),
    ('label = { zh = "A级", en = "A" }', 'label = { en = "A" }', "tiers.A has no label in the language zh"),
    ('label = { zh = "A级", en = "A" }', 'label = { zh = "A级", en = " " }', "tiers.A has no label in the language en"),
    ('en = "Asleep" }', "}", "no valid TOML"),
    (', en = "Asleep" }', " }", "tiers.D has no meaning in the language en"),
    ('key = "B"', 'key = "A"', "tiers has A twice"),
    ('name = "split"', 'name = "top_share"', "settings has top_share twice"),
    ('name = "split"', 'name = "cut"', "needs the settings split"),
    ('default = "20"', 'default = "0"', "the default of settings.top_share"),
    ('range = ["1", "3650"]', 'range = ["9", "3"]', "must begin with the smaller number"),
    ('range = ["1", "3650"]', 'range = ["1"]', "needs a range of two numbers"),
    ('type = "days"', 'type = "weeks"', "the type of settings.active_days"),
    ('default = "visits"', 'default = "covers"', "the default of settings.frequency"),
    ('value = "bills"', 'value = "visits"', "settings.frequency has visits twice"),
    ('en = "Last 60 days"', 'fr = "60 jours"', "settings.window has no label in the language en"),
])
def test_a_broken_scheme_is_refused_with_the_reason(old, new, reason):
    assert old in ABCD
    with pytest.raises(InputError, match=re.escape(reason)) as refused:
        parse_scheme(ABCD.replace(old, new, 1), "ours.toml")
    assert "ours.toml" in str(refused.value)


def test_a_scheme_with_too_few_tiers_is_refused():
    start, end = ABCD.index('[[tiers]]\nkey = "D"'), ABCD.index("[[settings]]")
    with pytest.raises(InputError, match="gives 4 tiers, the file has 3"):
        parse_scheme(ABCD[:start] + ABCD[end:])


@pytest.mark.parametrize(("text", "value"), [
    ("top_share=25", Decimal(25)), ("top_share=12.5", Decimal("12.5")), ("top_share = 33.33 %", Decimal("33.33")),
    ("top_share=２５％", Decimal(25)), ("top_share=100", Decimal(100)), ("top_share=20.000", Decimal(20)),
    ("active_days= 90 ", 90), ("window=ALL", "all"), ("frequency=bills", "bills"),
])
def test_a_setting_is_read_as_people_write_it(text, value):
    assert list(load_scheme("abcd").parse_assignments([text]).values()) == [value]


@pytest.mark.parametrize(("text", "reason"), [
    ("top_share=101", "from 1 to 100"), ("top_share=0.99", "from 1 to 100"), ("top_share=12.345", "two decimals"),
    ("top_share=nan", "percentage"), ("top_share=-5", "percentage"), ("top_share=", "percentage"),
    ("top_share=1e1", "percentage"),
    ("active_days=0", "from 1 to 3650"), ("active_days=60.5", "whole number"), ("active_days=abc", "whole number"),
    ("window=30", "60, 90, 180, 365, all"), ("frequency=covers", "visits, bills"), ("colour=red", "no setting “colour”"),
    ("top_share", "name=value"),
])
def test_a_setting_that_does_not_fit_is_refused(text, reason):
    with pytest.raises(InputError, match=re.escape(reason)):
        load_scheme("abcd").parse_assignments([text])


def test_shares_reach_sql_as_whole_basis_points():
    scheme = load_scheme("abcd")
    assert scheme.parameters({**scheme.defaults(), "top_share": Decimal("33.33")}) == {
        "active_days": 60, "top_share_bp": 3333, "split_bp": 5000, "window": "365", "frequency": "visits", "rank_by": "contribution",
    }
