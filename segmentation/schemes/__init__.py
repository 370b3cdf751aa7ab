"""Grading schemes: one TOML file each, read into ``Scheme``, ``Tier`` and ``Setting``.

A scheme turns customers into ordered tiers. Its file holds everything a person reads (labels,
advice, service norms, in both languages), the colours, the settings with their defaults, and the
name of the rule, which is SQL in ``sql/tiers``. A file put into this folder is a scheme; nothing
else has to be edited. A file with anything missing is refused when it is loaded.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any

from segmentation.errors import InputError
from segmentation.i18n import LANGUAGES, N_

FOLDER = Path(__file__).parent

TYPES = ("days", "share", "choice")
Text = Mapping[str, str]  # language -> text
Value = int | Decimal | str


@dataclass(frozen=True)
class Rule:
    """What a rule in ``sql/tiers`` needs of a scheme: how many tiers it numbers, and which settings."""

    tiers: int
    settings: frozenset[str]


RULES = {
    "rank_overlap": Rule(4, frozenset({"active_days", "top_share", "split", "window", "frequency"})),
}


@dataclass(frozen=True)
class Tier:
    """One tier: ``number`` as the rule gives it (1 is the best), ``key``, ``colour``, and its texts by language."""

    number: int
    key: str
    colour: str
    label: Text
    meaning: Text
    advice: Text
    norms: Text


@dataclass(frozen=True)
class Setting:
    """One setting of a scheme: ``days`` (int), ``share`` (Decimal, per cent) or ``choice`` (one of ``choices``)."""

    name: str
    type: str
    default: Value
    label: Text
    help: Text
    range: tuple[Value, Value] | None = None
    choices: Mapping[str, Text] | None = None

    def parse(self, text: str | Value) -> Value:
        """Return the value that a person wrote; full-width digits, blanks and a % sign are tolerated.

        Raises InputError for anything that is no such value, is out of range, or, for a share, has
        more than two decimals.

        >>> share = Setting("top_share", "share", Decimal(20), {}, {}, (Decimal(1), Decimal(100)))
        >>> share.parse("12.5%"), share.parse(" ２５ ")
        (Decimal('12.5'), Decimal('25'))
        """
        plain = unicodedata.normalize("NFKC", str(text)).strip().lower()
        if self.type == "choice":
            return self._checked(plain if plain in self.choices else None, text)
        pattern = r"[0-9]{1,9}" if self.type == "days" else r"[0-9]{1,9}(\.[0-9]{1,2}0*)? ?%?"
        if not re.fullmatch(pattern, plain):
            return self._checked(None, text)
        number = int(plain) if self.type == "days" else Decimal(plain.rstrip("% "))
        return self._checked(number if self.range[0] <= number <= self.range[1] else None, text)

    def _checked(self, value: Value | None, text: str | Value) -> Value:
        if value is not None:
            return value
        if self.type == "choice":
            raise InputError(
                "bad_setting", N_("{name} must be one of {choices}, not “{value}”."),
                name=self.name, choices=", ".join(self.choices), value=str(text),
            )
        low, high = self.range
        message = (
            N_("{name} must be a whole number of days from {low} to {high}, not “{value}”.")
            if self.type == "days"
            else N_("{name} must be a percentage from {low} to {high} with at most two decimals, not “{value}”.")
        )
        raise InputError("bad_setting", message, name=self.name, low=str(low), high=str(high), value=str(text))


@dataclass(frozen=True)
class Scheme:
    """One scheme: ordered tiers, the rule that numbers them, and the settings that the rule asks for."""

    key: str
    rule: str
    label: Text
    summary: Text
    tiers: tuple[Tier, ...]
    settings: tuple[Setting, ...]

    @property
    def tier_keys(self) -> tuple[str, ...]:
        """The keys of the tiers, the best first."""
        return tuple(tier.key for tier in self.tiers)

    def tier(self, key: str) -> Tier:
        """Return the tier with this key; raises KeyError where there is none."""
        return next((tier for tier in self.tiers if tier.key == key), None) or _missing(key)

    def defaults(self) -> dict[str, Value]:
        """Return the settings as the scheme's file has them."""
        return {setting.name: setting.default for setting in self.settings}

    def parse(self, texts: Mapping[str, str | Value]) -> dict[str, Value]:
        """Return the settings in ``texts`` as checked values, only those given.

        Raises InputError for a name that the scheme does not have, or a value that does not fit.
        """
        known = {setting.name: setting for setting in self.settings}
        for name in texts:
            if name not in known:
                raise InputError(
                    "unknown_setting", N_("The scheme {scheme} has no setting “{name}”. It has: {names}."),
                    scheme=self.key, name=name, names=", ".join(known),
                )
        return {name: known[name].parse(text) for name, text in texts.items()}

    def parameters(self, settings: Mapping[str, Value]) -> dict[str, int | str]:
        """Return the settings as SQL asks for them: a share in basis points under ``<name>_bp``, the rest under its name."""
        return {
            f"{setting.name}_bp" if setting.type == "share" else setting.name:
                int(settings[setting.name] * 100) if setting.type == "share" else settings[setting.name]
            for setting in self.settings
        }

    def parse_assignments(self, assignments: list[str] | tuple[str, ...]) -> dict[str, Value]:
        """Return the settings written as ``name=value``, only those given; the last one of a name wins.

        Raises InputError as ``parse`` does, and for a text without an equals sign.
        """
        texts: dict[str, str] = {}
        for assignment in assignments:
            name, sign, value = assignment.partition("=")
            if not sign:
                raise InputError("bad_assignment", N_("Write a setting as name=value, not “{text}”."), text=assignment)
            texts[name.strip()] = value
        return self.parse(texts)


def _missing(key: str) -> Tier:
    raise KeyError(key)


def schemes(folder: Path = FOLDER) -> dict[str, Scheme]:
    """Return every scheme in ``folder`` by key, in the order of the file names.

    Raises InputError, naming the file and the reason, as soon as one of them is broken.
    """
    found: dict[str, Scheme] = {}
    for path in sorted(folder.glob("*.toml")):
        scheme = _read(path, path.stat().st_mtime_ns)
        if scheme.key in found:
            raise _broken(path.name, N_("{file}: the key {key} is taken by another scheme."), key=scheme.key)
        found[scheme.key] = scheme
    return found


def load_scheme(key: str, folder: Path = FOLDER) -> Scheme:
    """Return the scheme ``key``; raises InputError where there is none, listing those there are."""
    known = schemes(folder)
    if key not in known:
        raise InputError("unknown_scheme", N_("There is no scheme “{key}”. There are: {keys}."), key=key, keys=", ".join(known))
    return known[key]


@cache
def _read(path: Path, _changed: int) -> Scheme:
    return parse_scheme(path.read_text(encoding="utf-8"), path.name)


def parse_scheme(text: str, source: str = "scheme.toml") -> Scheme:
    """Return the scheme that the TOML ``text`` describes; ``source`` is named in errors.

    Raises InputError with what is wrong: no TOML, a text missing in a language, a colour that is not
    #rrggbb, an unknown rule, a tier twice, a setting that the rule needs and is not there.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _broken(source, N_("{file} is no valid TOML: {reason}"), reason=str(error)) from error
    return _Reader(source).scheme(data)


def _broken(source: str, message: str, /, **values: Any) -> InputError:
    return InputError("broken_scheme", message, file=source, **values)


class _Reader:
    """Turns the parsed file into a Scheme, and stops at the first thing that is wrong."""

    def __init__(self, source: str) -> None:
        self.source = source

    def scheme(self, data: dict[str, Any]) -> Scheme:
        key, rule = self.word(data, "key", "scheme"), self.word(data, "rule", "scheme")
        if rule not in RULES:
            raise self.wrong(N_("{file}: unknown rule {rule}; known are {rules}."), rule=rule, rules=", ".join(RULES))
        needs = RULES[rule]
        tiers = tuple(self.tier(number, item) for number, item in enumerate(self.items(data, "tiers"), start=1))
        self.no_twins([tier.key for tier in tiers], "tiers")
        if len(tiers) != needs.tiers:
            message = N_("{file}: the rule {rule} gives {wanted} tiers, the file has {found}.")
            raise self.wrong(message, rule=rule, wanted=needs.tiers, found=len(tiers))
        settings = tuple(self.setting(item) for item in self.items(data, "settings"))
        self.no_twins([setting.name for setting in settings], "settings")
        missing = sorted(needs.settings - {setting.name for setting in settings})
        if missing:
            raise self.wrong(N_("{file}: the rule {rule} needs the settings {names}."), rule=rule, names=", ".join(missing))
        label, summary = self.text(data, "label", "scheme"), self.text(data, "summary", "scheme")
        return Scheme(key, rule, label, summary, tiers, settings)

    def tier(self, number: int, item: dict[str, Any]) -> Tier:
        key = self.word(item, "key", f"tiers.{number}")
        where = f"tiers.{key}"
        colour = str(item.get("colour", ""))
        if not re.fullmatch(r"#[0-9A-Fa-f]{6}", colour):
            message = N_("{file}: the colour of {where} must be written #rrggbb, not “{colour}”.")
            raise self.wrong(message, where=where, colour=colour)
        return Tier(number, key, colour, *(self.text(item, name, where) for name in ("label", "meaning", "advice", "norms")))

    def setting(self, item: dict[str, Any]) -> Setting:
        name = self.word(item, "name", "settings")
        where = f"settings.{name}"
        kind = item.get("type")
        if kind not in TYPES:
            raise self.wrong(N_("{file}: the type of {where} must be one of {types}."), where=where, types=", ".join(TYPES))
        bare = Setting(
            name, kind, "", self.text(item, "label", where), self.text(item, "help", where),
            range=None if kind == "choice" else self.range(item, kind, where),
            choices=self.choices(item, where) if kind == "choice" else None,
        )
        try:
            return replace(bare, default=bare.parse(str(item.get("default", ""))))
        except InputError as error:
            message = N_("{file}: the default of {where} does not fit: {reason}")
            raise self.wrong(message, where=where, reason=str(error)) from error

    def choices(self, item: dict[str, Any], where: str) -> dict[str, Text]:
        listed = self.items(item, "choices", where)
        found = {self.word(choice, "value", where): self.text(choice, "label", where) for choice in listed}
        self.no_twins([choice["value"] for choice in listed], where)
        return found

    def range(self, item: dict[str, Any], kind: str, where: str) -> tuple[Value, Value]:
        try:
            low, high = (int(end) if kind == "days" else Decimal(str(end)) for end in item.get("range", ()))
        except (ValueError, InvalidOperation) as error:
            raise self.wrong(N_("{file}: {where} needs a range of two numbers."), where=where) from error
        if not low <= high:
            raise self.wrong(N_("{file}: the range of {where} must begin with the smaller number."), where=where)
        return low, high

    def items(self, data: dict[str, Any], name: str, where: str = "scheme") -> list[dict[str, Any]]:
        found = data.get(name)
        if not isinstance(found, list) or not found or not all(isinstance(item, dict) for item in found):
            raise self.wrong(N_("{file}: {where} has no {name}."), where=where, name=name)
        return found

    def word(self, item: dict[str, Any], name: str, where: str) -> str:
        found = item.get(name)
        if not isinstance(found, str) or not found.strip():
            raise self.wrong(N_("{file}: {where} has no {name}."), where=where, name=name)
        return found.strip()

    def text(self, item: dict[str, Any], name: str, where: str) -> Text:
        found = item.get(name)
        for lang in LANGUAGES:
            if not isinstance(found, dict) or not isinstance(found.get(lang), str) or not found[lang].strip():
                message = N_("{file}: {where} has no {name} in the language {lang}.")
                raise self.wrong(message, where=where, name=name, lang=lang)
        return {lang: found[lang].strip() for lang in LANGUAGES}

    def no_twins(self, keys: list[str], where: str) -> None:
        twins = sorted({key for key in keys if keys.count(key) > 1})
        if twins:
            raise self.wrong(N_("{file}: {where} has {keys} twice."), where=where, keys=", ".join(twins))

    def wrong(self, message: str, /, **values: Any) -> InputError:
        return _broken(self.source, message, **values)
