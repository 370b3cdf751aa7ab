"""Grading schemes that a person may bring in as TOML, bent out of shape."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

from force.case import LANDED, REFUSED, Case, of_bytes

SHIPPED = Path(__file__).parents[2] / "segmentation" / "schemes" / "vip.toml"


def sound_scheme(key: str) -> str:
    """Return a scheme of the house: one that ships, under another key."""
    return SHIPPED.read_text(encoding="utf-8").replace('key = "vip"\nrule', f'key = "{key}"\nrule', 1)


def cases(rng: random.Random) -> Iterator[Case]:
    """Texts for ``schemes add``."""
    text, noise = sound_scheme("force"), rng.randbytes(5000)

    def case(name: str, make: Callable[[], str | bytes], right: str = REFUSED) -> Case:
        def data() -> bytes:
            made = make()
            return made if isinstance(made, bytes) else made.encode("utf-8", "surrogatepass")

        return of_bytes(f"{name}.toml", data, command="schemes", right=right)

    yield case("sound", lambda: sound_scheme("force_sound"), LANDED)
    yield case("empty", lambda: "")
    yield case("key_of_a_shipped_one", lambda: sound_scheme("abcd"))
    for name, bad in {"path": "../x", "blank": " ", "sql": "x'; drop table settings; --", "long": "k" * 500, "capitals": "ABC", "html": "<b>", "none": ""}.items():
        yield case(f"key_{name}", lambda bad=bad: sound_scheme(bad))
    for depth in (50, 500, 5000, 90_000):
        yield case(f"brackets_{depth}_deep", lambda depth=depth: text + f"\nx = {'[' * depth}{']' * depth}\n")
        yield case(f"braces_{depth}_deep", lambda depth=depth: text + f"\nx = {'{a=' * depth}1{'}' * depth}\n")
        yield case(f"dotted_{depth}_deep", lambda depth=depth: text + f"\n{'.'.join(['a'] * depth)} = 1\n")
    yield case("brackets_never_closed", lambda: text + "\nx = " + "[" * 90_000)
    yield case("tables_20000", lambda: text + "".join(f"\n[t{n}]\n" for n in range(20_000)))
    yield case("tiers_2000", lambda: text + text[text.index("[[tiers]]") : text.index("[[settings]]")] * 40)
    yield case("too_long", lambda: text + "# " + "x" * 300_000)
    yield case("million_comments", lambda: text + "#\n" * 90_000, "either")
    yield case("key_twice", lambda: text + '\nkey = "again"\n')
    yield case("number_of_90000_digits", lambda: text.replace("place = 140", f"place = {'9' * 90_000}"))
    yield case("number_infinite", lambda: text.replace("from = 10000", "from = inf"))
    yield case("number_nan", lambda: text.replace("from = 10000", "from = nan"))
    yield case("number_exponent", lambda: text.replace("from = 10000", "from = 1e308"), "either")
    yield case("number_exponent_beyond", lambda: text.replace("from = 10000", "from = 1e999999999"))
    yield case("number_negative_zero", lambda: text.replace("from = 10000", "from = -0.0"), "either")
    yield case("number_hexadecimal", lambda: text.replace("place = 140", "place = 0xFFFFFFFFFFFFFFFFFFFFFFFF"), "either")
    yield case("date_for_a_number", lambda: text.replace("place = 140", "place = 0001-01-01"))
    yield case("list_for_a_text", lambda: text.replace('rule = "threshold"', 'rule = ["threshold"]'))
    yield case("table_for_a_text", lambda: text.replace('rule = "threshold"', "rule = { a = 1 }"))
    yield case("rule_unknown", lambda: text.replace('rule = "threshold"', 'rule = "../../../etc/passwd"'))
    yield case("rule_sql", lambda: text.replace('rule = "threshold"', 'rule = "threshold; drop table bills"'))
    yield case("measure_sql", lambda: text.replace('measure = "contribution"', 'measure = "1) from bills; --"'))
    yield case("measure_dunder", lambda: text.replace('measure = "contribution"', 'measure = "__class__"'))
    yield case("colour_injects", lambda: text.replace("#0268D0", "red; background: url(http://127.0.0.1/)"))
    yield case("label_missing", lambda: text.replace("label = {", "labels = {"))
    yield case("label_empty", lambda: text.replace('"贵宾客户（消费＋频次）"', '""'))
    yield case("label_hostile", lambda: text.replace('"VIP: spend and visits"', '"![x](http://127.0.0.1/x.png) <script> $\\\\frac$ {file}"'), "either")
    yield case("label_bidi", lambda: text.replace('"VIP: spend and visits"', '"\u202eVIP"'), "either")
    yield case("label_control", lambda: text.replace('"VIP: spend and visits"', '"a\\u0000\\u001b[31m"'), "either")
    yield case("label_long", lambda: text.replace('"VIP: spend and visits"', f'"{"x" * 150_000}"'), "either")
    yield case("nul_bytes", lambda: text.replace("VIP", "V\0P"))
    yield case("marks_of_utf8", lambda: b"\xef\xbb\xbf\xef\xbb\xbf" + text.encode())
    yield case("gbk", lambda: text.encode("gbk", "replace"))
    yield case("utf16", lambda: text.encode("utf-16"))
    yield case("surrogates", lambda: text.replace("VIP", "\ud800"))
    yield case("cr_only", lambda: text.replace("\n", "\r"))
    yield case("random_bytes", lambda: noise)
    yield case("inline_table_huge", lambda: text + "\nx = {" + ", ".join(f"a{n} = 1" for n in range(12_000)) + "}\n", "either")
    yield case("text_never_closed", lambda: text + '\nx = """' + "y" * 10_000)
