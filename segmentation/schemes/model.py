"""What a grading scheme is: ordered tiers, settings with their defaults, and what its rule needs to number the tiers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Protocol

import pyarrow as pa

from segmentation.language.errors import InputError
from segmentation.language.i18n import N_
from segmentation.language.text import fold_signs

TYPES = ("days", "share", "choice")
Text = Mapping[str, str]  # language -> text
Value = int | Decimal | str

FACTS, WIDE, SCORED = "customer", "wide", "scored"  # which facts a rule reads


class Spec(Protocol):
    """What a rule needs besides the facts: tables and values for its SQL, and the score columns that it adds to a list."""

    facts: str
    needs: frozenset[str]  # settings that the scheme must have
    shares: frozenset[str]  # those of them that are shares
    ungraded: Text
    class_labels: Mapping[str, Mapping[str, Text]]  # score column -> what its values are called

    @property
    def score_columns(self) -> tuple[str, ...]:
        """The names of the columns that a graded list gets behind the fixed ones."""

    def frames(self) -> dict[str, pa.Table]:
        """Return the small tables that the rule's SQL reads."""

    def values(self) -> dict[str, Any]:
        """Return the values that the rule's SQL asks for, beyond the settings."""

    def scores(self, placed: pa.Table) -> dict[str, pa.Array | pa.ChunkedArray]:
        """Return the score columns, a value a row of what the rule's SQL gave."""
MEASURE_LABELS = {
    "contribution": N_("Spend in the window"), "profit": N_("Profit in the window"), "monthly_spend": N_("Average spend a month"),
    "total_spend": N_("Cumulative spend"), "graded_spend": N_("Cumulative spend"), "frequency": N_("Visits in the window"),
    "total_visits": N_("Visits so far"), "known_days": N_("Days known"), "recency_days": N_("Days since last visit"),
}


@dataclass(frozen=True)
class Tier:
    """One tier: ``number`` as the rule gives it (1 is the best), ``key``, ``colour``, and its texts by language.

    ``contacts`` is how often each of its customers is contacted a month, at least and at most, where its norms say so;
    ``is_priority`` says that most contacts should go to it and its like.
    """

    number: int
    key: str
    colour: str
    label: Text
    meaning: Text
    advice: Text
    norms: Text
    contacts: tuple[int, int] | None = None
    is_priority: bool = False


@dataclass(frozen=True)
class ContactClass:
    """Tiers whose customers are contacted by one norm: so often a month, at least and at most (None: not said).

    ``coverage`` is the share (0–1) of them that should be contacted in a month, None where that is not said.
    """

    key: str
    tiers: tuple[str, ...]
    contacts: tuple[int, int] | None = None
    coverage: Decimal | None = None


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
        written = fold_signs(str(text)).lower()
        if self.type == "choice":
            return self._checked(written if written in self.choices else None, text)
        pattern = r"[0-9]{1,9}" if self.type == "days" else r"[0-9]{1,9}(\.[0-9]{1,2}0*)? ?%?"
        if not re.fullmatch(pattern, written):
            return self._checked(None, text)
        number = int(written) if self.type == "days" else Decimal(written.rstrip("% "))
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
    """One scheme: ordered tiers, the rule that numbers them, the settings that the rule asks for, and its ``spec``.

    ``ungraded`` is what a customer without a tier is called, ``place`` where the scheme stands among the others (the
    smaller the earlier). ``text`` is the file itself. ``classes`` are those that contacts are counted by, where they are not the
    tiers.
    """

    key: str
    rule: str
    label: Text
    summary: Text
    tiers: tuple[Tier, ...]
    settings: tuple[Setting, ...]
    spec: Spec
    ungraded: Text
    place: int = 1000
    text: str = ""
    classes: tuple[ContactClass, ...] = ()

    @property
    def contact_classes(self) -> tuple[ContactClass, ...]:
        """The classes that contacts are counted by: those that the file has, else every tier by itself."""
        return self.classes or tuple(ContactClass(tier.key, (tier.key,), tier.contacts) for tier in self.tiers)

    @property
    def tier_keys(self) -> tuple[str, ...]:
        """The keys of the tiers, the best first."""
        return tuple(tier.key for tier in self.tiers)

    @property
    def score_columns(self) -> tuple[str, ...]:
        """The names of the columns that a graded list gets behind the fixed ones."""
        return self.spec.score_columns

    def tier(self, key: str) -> Tier:
        """Return the tier with this key; raises KeyError where there is none."""
        return next((tier for tier in self.tiers if tier.key == key), None) or _missing(key)

    def setting(self, name: str) -> Setting | None:
        """Return the setting of this name; None where the scheme has none."""
        return next((setting for setting in self.settings if setting.name == name), None)

    def defaults(self) -> dict[str, Value]:
        """Return the settings as the scheme's file has them."""
        return {setting.name: setting.default for setting in self.settings}

    def under(self, settings: Mapping[str, Value]) -> Scheme:
        """Return the scheme with the bounds of its rule that are settings as ``settings`` have them."""
        bound = getattr(self.spec, "under", None)  # of rules whose bounds may be settings
        return replace(self, spec=bound(settings)) if bound else self

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

    def parameters(self, settings: Mapping[str, Value]) -> dict[str, Any]:
        """Return what the rule's SQL asks for: a share in basis points under ``<name>_bp``, every other setting under its
        name, and the values of the rule's own spec, over which a setting of the same name stands."""
        own = {
            f"{setting.name}_bp" if setting.type == "share" else setting.name:
                int(settings[setting.name] * 100) if setting.type == "share" else settings[setting.name]
            for setting in self.settings
        }
        return self.spec.values() | own

    def parse_assignments(self, assignments: Sequence[str]) -> dict[str, Value]:
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
