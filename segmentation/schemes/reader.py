"""From the TOML of a scheme to a Scheme: every part is checked, and the first thing that is wrong is told with its line."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any

from segmentation.language.errors import InputError
from segmentation.language.i18n import N_
from segmentation.schemes.model import TYPES, ContactClass, Scheme, Setting, Text, Tier, Value
from segmentation.schemes.parts import Parts
from segmentation.schemes.rules import RULES
from segmentation.schemes.toml import read_toml

COMMON = Path(__file__).parent / "common" / "settings.toml"
KEY = r"[a-z][a-z0-9_]{0,39}"
NUMBER = r"[0-9]{1,9}(\.[0-9]{1,2})?"
MOST_CONTACTS = 99  # a month
MOST_DAYS = 36_500  # a hundred years, which every day can be counted back


def parse_scheme(text: str, source: str = "scheme.toml") -> Scheme:
    """Return the scheme that the TOML ``text`` describes; ``source`` is named in errors, with the line.

    Raises InputError with what is wrong: no TOML, or one too long or too deep, a text missing in a language, a colour that is not
    #rrggbb, an unknown rule, a tier twice, a setting that the rule needs and is not there, cuts that do not ascend,
    weights that do not sum to 100, a code of a matrix or of RFM that no tier or more than one tier takes.
    """
    return replace(Reader(source, text).scheme(read_toml(text, source)), text=text)


@cache
def _common() -> dict[str, dict[str, Any]]:
    """Return the settings that schemes share, by name."""
    return {item["name"]: item for item in tomllib.loads(COMMON.read_text(encoding="utf-8"))["settings"]}


class Reader(Parts):
    """Turns the parsed file into a Scheme, and stops at the first thing that is wrong."""

    def scheme(self, data: dict[str, Any]) -> Scheme:
        """Return the scheme; raises InputError."""
        key, rule = self.word(data, "key", "scheme"), self.word(data, "rule", "scheme")
        if not re.fullmatch(KEY, key):
            message = N_("{file}: the key {key} must be small letters, digits and _, beginning with a letter.")
            raise self.wrong(message, where="key", key=key)
        if rule not in RULES:
            message = N_("{file}: unknown rule {rule}; known are {rules}.")
            raise self.wrong(message, where="rule", rule=rule, rules=", ".join(RULES))
        listed = self.items(data, "tiers")
        tiers = tuple(self.tier(number, item) for number, item in enumerate(listed, start=1))
        self.no_twins([tier.key for tier in tiers], "tiers")
        settings = tuple(self.setting(item) for item in self.items(data, "settings"))
        implied = set(getattr(RULES[rule], "implied", ())) - {setting.name for setting in settings}
        settings += tuple(self.setting({"common": name}) for name in sorted(implied))
        self.no_twins([setting.name for setting in settings], "settings")
        missing = sorted(RULES[rule].needs - {setting.name for setting in settings})
        if missing:
            raise self.wrong(N_("{file}: the rule {rule} needs the settings {names}."), rule=rule, names=", ".join(missing))
        for setting in settings:
            if setting.name in RULES[rule].share_settings:
                self.of_type(setting.type, "share", f"settings.{setting.name}")
        label, summary = self.text(data, "label", "scheme"), self.text(data, "summary", "scheme")
        spec = RULES[rule].read(self, data, listed, tiers)
        ungraded = self.text(data, "ungraded", "scheme") if "ungraded" in data else spec.ungraded
        place = int(self.number(data, "place", "scheme", 0, 100_000)) if "place" in data else Scheme.place
        classes = self.classes(data, [tier.key for tier in tiers])
        return Scheme(key, rule, label, summary, tiers, settings, spec, ungraded, place, classes=classes)

    def tier(self, number: int, item: dict[str, Any]) -> Tier:
        """Return the tier that stands at ``number``."""
        key = self.word(item, "key", f"tiers.{number}")
        where = f"tiers.{key}"
        colour = str(item.get("colour", ""))
        if not re.fullmatch(r"#[0-9A-Fa-f]{6}", colour):
            message = N_("{file}: the colour of {where} must be written #rrggbb, not “{colour}”.")
            raise self.wrong(message, where=where, name="colour", colour=colour)
        texts = (self.text(item, name, where) for name in ("label", "meaning", "advice", "norms"))
        return Tier(number, key, colour, *texts, self.contacts(item, where), item.get("priority") is True)

    def contacts(self, item: dict[str, Any], where: str) -> tuple[int, int] | None:
        """Return how often a month, at least and at most; None where it is not said."""
        found = item.get("contacts")
        if found is None:
            return None
        is_pair = isinstance(found, list) and len(found) == 2 and all(type(each) is int for each in found)
        if not is_pair or not 0 <= found[0] <= found[1] <= MOST_CONTACTS:
            message = N_("{file}: contacts of {where} must be two whole numbers up to {most}, the smaller first, such as [4, 5].")
            raise self.wrong(message, where=where, name="contacts", most=MOST_CONTACTS)
        return found[0], found[1]

    def classes(self, data: dict[str, Any], tiers: list[str]) -> tuple[ContactClass, ...]:
        """Return the classes that contacts are counted by; where there are any, every tier is in one of them."""
        if "classes" not in data:
            return ()
        listed = self.items(data, "classes")
        found = [self.contact_class(item, number, tuple(tiers)) for number, item in enumerate(listed, start=1)]
        self.no_twins([each.key for each in found], "classes")
        self.no_twins([tier for each in found for tier in each.tiers], "classes")
        if left := [tier for tier in tiers if not any(tier in each.tiers for each in found)]:
            raise self.wrong(N_("{file}: the classes leave out the tiers {names}."), where="classes", names=", ".join(left))
        return tuple(found)

    def contact_class(self, item: dict[str, Any], number: int, tiers: tuple[str, ...]) -> ContactClass:
        """Return a class with its tiers, its contacts a month and the share of it to be contacted."""
        key = self.word(item, "key", f"classes.{number}")
        where, listed = f"classes.{key}", item.get("tiers")
        if not isinstance(listed, list) or not listed:
            raise self.wrong(N_("{file}: {where} has no {name}."), where=where, name="tiers")
        own = tuple(self.one_of({"tiers": tier}, "tiers", where, tiers) for tier in listed)
        share = self.number(item, "coverage", where, 0, 100) / 100 if "coverage" in item else None
        return ContactClass(key, own, self.contacts(item, where), share)

    def setting(self, item: dict[str, Any]) -> Setting:
        """Return a setting: the scheme's own, or one of the common ones with another default or fewer choices."""
        item = self.with_common(item)
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
        self.understood(bare, where)
        try:
            return replace(bare, default=bare.parse(str(item.get("default", ""))))
        except InputError as error:
            message = N_("{file}: the default of {where} does not fit: {reason}")
            raise self.wrong(message, where=where, reason=str(error)) from error

    def understood(self, setting: Setting, where: str) -> None:
        """Raise where a setting that the program counts with has another type, or a choice that it does not know."""
        common = _common().get(setting.name)
        if common is None:
            return
        self.of_type(setting.type, common["type"], where)
        known = tuple(choice["value"] for choice in common.get("choices", ()))
        for value in setting.choices or ():
            self.one_of({"choices": value}, "choices", where, known)

    def of_type(self, kind: str, wanted: str, where: str) -> None:
        """Raise where a setting is of another type than the program counts with."""
        if kind != wanted:
            raise self.wrong(N_("{file}: the type of {where} must be one of {types}."), where=where, types=wanted)

    def with_common(self, item: dict[str, Any]) -> dict[str, Any]:
        """Return a setting written as ``common = "window"`` in full; ``only`` names the choices that are kept."""
        if "common" not in item:
            return item
        name = self.word(item, "common", "settings")
        if name not in _common():
            message = N_("{file}: there is no common setting {name}; there are {names}.")
            raise self.wrong(message, where=f"settings.{name}", name=name, names=", ".join(_common()))
        full = {**_common()[name], **{part: value for part, value in item.items() if part not in ("common", "only")}}
        if "only" in item:
            only = item["only"] if isinstance(item["only"], list) else [item["only"]]
            full["choices"] = [choice for choice in _common()[name].get("choices", ()) if choice["value"] in only]
        return full

    def choices(self, item: dict[str, Any], where: str) -> dict[str, Text]:
        """Return the choices of a setting with their labels."""
        listed = self.items(item, "choices", where)
        found = {self.word(choice, "value", where): self.text(choice, "label", where) for choice in listed}
        self.no_twins([choice["value"] for choice in listed], where)
        return found

    def range(self, item: dict[str, Any], kind: str, where: str) -> tuple[Value, Value]:
        """Return the least and the largest value of a setting."""
        try:
            ends = [str(end) if re.fullmatch(NUMBER, str(end)) else "" for end in item.get("range", ())]
            low, high = (int(end) if kind == "days" else Decimal(end) for end in ends)
            is_ascending = low <= high
        except (ValueError, TypeError, OverflowError, InvalidOperation) as error:
            raise self.wrong(N_("{file}: {where} needs a range of two numbers."), where=where) from error
        if kind == "days" and high > MOST_DAYS:
            raise self.wrong(N_("{file}: the range of {where} ends at {most} days at most."), where=where, most=MOST_DAYS)
        if not is_ascending:
            raise self.wrong(N_("{file}: the range of {where} must begin with the smaller number."), where=where)
        return low, high
