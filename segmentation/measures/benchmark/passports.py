"""The passport of a house as a file: JSON of one form only, signed, and read with suspicion.

A file holds ``format``, ``version``, ``key`` (the public key), ``signature`` and ``body``: the house's name, its currency, the
day it was made on, the day its bills go to, the days of activity and of the window it is measured by, and its months. The
signature is over everything but itself, as canonical bytes: UTF-8, keys in order, no blanks, every value a text. So two files
say the same exactly where these bytes are the same, and no field can be changed, added or left out without being found.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from segmentation.language.errors import InputError
from segmentation.language.i18n import N_
from segmentation.language.text import one_line, writable
from segmentation.language.values import SANE_YEARS
from segmentation.measures.benchmark.keys import SIGNATURE, SIZE, is_signed_by, public_key, sign
from segmentation.measures.benchmark.ratios import RATIOS, REASONS, MonthRatios
from segmentation.warehouse import Warehouse

FORMAT, VERSION = "customer-grading/passport", 1
MOST_BYTES, MOST_MONTHS, LONGEST_HOUSE = 262_144, 36, 60
WINDOWS = ("60", "90", "180", "365", "all")
SHARE, INDEX, MONEY = re.compile(r"(?:0\.\d{4}|1\.0000)"), re.compile(r"\d{1,3}\.\d{4}"), re.compile(r"\d{1,10}\.\d{2}")
BODY = {"house", "currency", "made_on", "as_of", "active_days", "window", "with_money", "months"}


@dataclass(frozen=True)
class Passport:
    """What a house says of itself: ``made_on`` and ``as_of`` are days, the months ascend; money only ``with_money``.

    ``active_days`` and ``window`` are the settings of the house that its ratios were made with.
    """

    house: str
    made_on: date
    as_of: date
    active_days: int
    window: str
    with_money: bool
    months: tuple[MonthRatios, ...]
    currency: str = "CNY"


def make_passport(
    house: str, months: Sequence[MonthRatios], settings: Mapping[str, Any], as_of: date, made_on: date, *,
    with_money: bool = False,
) -> Passport:
    """Return the passport of a house, without money unless ``with_money``.

    Raises InputError for a name that is empty or too long, and where there is no whole month to tell of.
    """
    name = one_line(writable(house))
    if not 0 < len(name) <= LONGEST_HOUSE:
        raise InputError(
            "passport_house", N_("A house needs a name of at most {most} characters in a passport."), most=str(LONGEST_HOUSE)
        )
    if not months:
        raise InputError("passport_empty", N_("There is no whole month of bills yet, so there is nothing to compare."))
    kept = tuple(month if with_money else _without_money(month) for month in months)
    return Passport(name, made_on, as_of, int(settings["active_days"]), str(settings["window"]), with_money, kept)


def write_passport(warehouse: Warehouse, passport: Passport) -> bytes:
    """Return the passport as a file that is signed by the warehouse's own key."""
    told = {"format": FORMAT, "version": VERSION, "key": public_key(warehouse).hex(), "body": _body(passport)}
    return canonical({**told, "signature": sign(warehouse, canonical(told)).hex()})


def canonical(value: Any) -> bytes:
    """Return a value of texts, whole numbers, yes and no, lists and objects as the only bytes that stand for it.

    >>> canonical({"b": ["é", 1], "a": True})
    b'{"a":true,"b":["\\xc3\\xa9",1]}'
    """
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def read_passport(data: bytes) -> tuple[Passport, bytes]:
    """Return the passport in a file and the public key that it is signed with.

    Raises InputError for what is no passport, is too large, was made by a newer version, holds anything that no passport holds,
    or is not as its house signed it.
    """
    if len(data) > MOST_BYTES:
        raise InputError("passport_size", N_("The file is larger than any passport."))
    told = _parsed(data)
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise _no_passport()
    version = told.get("version")
    if type(version) is int and version > VERSION:
        raise InputError("passport_version", N_("The passport was made by a newer version of this program."))
    _check(type(version) is int and version == VERSION and told.keys() == {"format", "version", "key", "signature", "body"})
    key, signature = _bytes(told["key"], SIZE), _bytes(told["signature"], SIGNATURE)
    try:
        signed = canonical({name: value for name, value in told.items() if name != "signature"})
    except UnicodeEncodeError as error:  # half of a pair of surrogates
        raise _no_passport() from error
    if not is_signed_by(key, signature, signed):
        raise InputError(
            "passport_changed", N_("The passport is not as its house signed it: something in it was changed. Ask for a new one.")
        )
    return _read_body(told["body"]), key


def _parsed(data: bytes) -> Any:
    try:
        return json.loads(data.decode("utf-8"), object_pairs_hook=_once_each, parse_constant=_refuse, parse_float=_refuse)
    except (ValueError, RecursionError) as error:
        raise _no_passport() from error


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice")
    return found


def _refuse(text: str) -> None:
    raise ValueError(text)


def _without_money(month: MonthRatios) -> MonthRatios:
    values, left_out = (
        {key: value for key, value in each.items() if not RATIOS[key].is_money} for each in (month.values, month.left_out)
    )
    return MonthRatios(month.month, values, left_out)


def _body(passport: Passport) -> dict[str, Any]:
    return {
        "house": passport.house, "currency": passport.currency, "made_on": passport.made_on.isoformat(),
        "as_of": passport.as_of.isoformat(), "active_days": passport.active_days, "window": passport.window,
        "with_money": passport.with_money, "months": [
            {
                "month": f"{each.month:%Y-%m}", "values": {key: f"{value:f}" for key, value in each.values.items()},
                "left_out": dict(each.left_out),
            }
            for each in passport.months
        ],
    }


def _read_body(body: Any) -> Passport:
    """Return what a body says, each part of it of its kind and within its limits: a key may sign nonsense too."""
    _check(isinstance(body, dict) and body.keys() == BODY)
    house, active, with_money, months = (body[name] for name in ("house", "active_days", "with_money", "months"))
    _check(isinstance(house, str) and 0 < len(house) <= LONGEST_HOUSE and one_line(writable(house)) == house)
    _check(body["currency"] == "CNY" and body["window"] in WINDOWS and type(with_money) is bool)
    _check(type(active) is int and 1 <= active <= 3650)
    _check(isinstance(months, list) and 0 < len(months) <= MOST_MONTHS)
    made_on, as_of = _day(body["made_on"]), _day(body["as_of"])
    read = tuple(_read_month(each, with_money) for each in months)
    _check(all(one.month < other.month for one, other in pairwise(read)) and read[-1].month <= as_of)
    return Passport(house, made_on, as_of, active, body["window"], with_money, read)


def _read_month(told: Any, with_money: bool) -> MonthRatios:
    _check(isinstance(told, dict) and told.keys() == {"month", "values", "left_out"} and isinstance(told["month"], str))
    _check(isinstance(told["values"], dict) and isinstance(told["left_out"], dict))
    known = {key for key, ratio in RATIOS.items() if with_money or not ratio.is_money}
    _check({*told["values"], *told["left_out"]} == known and not told["values"].keys() & told["left_out"].keys())
    _check(all(isinstance(why, str) and why in REASONS for why in told["left_out"].values()))
    values = {key: _value(key, text) for key, text in told["values"].items()}
    return MonthRatios(_day(f"{told['month']}-01"), values, dict(told["left_out"]))


def _value(key: str, text: Any) -> Decimal:
    form = MONEY if RATIOS[key].is_money else INDEX if key == "standard_index" else SHARE
    _check(isinstance(text, str) and text.isascii() and form.fullmatch(text) is not None)
    return Decimal(text)


def _day(text: Any) -> date:
    _check(isinstance(text, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII) is not None)
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise _no_passport() from error
    _check(day.year in SANE_YEARS)
    return day


def _bytes(text: Any, size: int) -> bytes:
    _check(isinstance(text, str) and re.fullmatch(rf"[0-9a-f]{{{2 * size}}}", text) is not None)
    return bytes.fromhex(text)


def _check(holds: bool) -> None:
    if not holds:
        raise _no_passport()


def _no_passport() -> InputError:
    return InputError("no_passport", N_("The file is no passport of a house, or holds what no passport holds."))
