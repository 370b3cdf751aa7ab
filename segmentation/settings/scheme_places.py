"""What an owner may change in a scheme of his own: every cut, threshold, weight and default, each with its place in the file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from segmentation.language.errors import InputError
from segmentation.language.i18n import N_, translator
from segmentation.language.text import fold_signs
from segmentation.schemes import Scheme
from segmentation.schemes.model import MEASURE_LABELS
from segmentation.schemes.rules import BOUNDS
from segmentation.settings.own_schemes import Place

NUMBER = r"[-+]?[0-9]{1,12}(\.[0-9]{1,6})?"
SIGNS = {"from": "≥", "above": ">", "up_to": "≤", "below": "<"}
SCORES = {"r": N_("Recency"), "f": N_("Frequency"), "m": N_("Monetary")}


@dataclass(frozen=True)
class Cut:
    """One value that can be changed: its place in the file, what it is in words, and how it is written now."""

    place: Place
    label: str
    text: str


def list_cuts(scheme: Scheme, lang: str) -> list[Cut]:
    """Return what can be changed in the scheme's file, in the order in which a person thinks of it."""
    document = tomllib.loads(scheme.text)
    found = [*_RULES[scheme.rule](scheme, document, lang), *_defaults(scheme, document, lang)]
    return [Cut(place, label, _text(document, place)) for place, label in found]


def read_cut(cut: Cut, text: str, scheme: Scheme) -> Any:
    """Return what a person wrote for a cut as the file holds it: a number where there was a number, else a text.

    Raises InputError where a number was there and none was written.
    """
    value = _at(tomllib.loads(scheme.text), cut.place)
    written = fold_signs(str(text)).rstrip("%").replace(",", "").strip()
    if isinstance(value, str):
        return written
    if not re.fullmatch(NUMBER, written):
        raise InputError("bad_cut", N_("“{text}” is no number: {label}."), text=str(text), label=cut.label)
    return Decimal(written)


Found = Iterator[tuple[Place, str]]


def _percentile(scheme: Scheme, document: Mapping[str, Any], lang: str) -> Found:
    _ = translator(lang)
    for at, tier in enumerate(scheme.tiers):
        yield ("tiers", at, "share"), _("{tier}: share in per cent").format(tier=tier.label[lang])


def _threshold(scheme: Scheme, document: Mapping[str, Any], lang: str) -> Found:
    _ = translator(lang)
    for at, tier in enumerate(scheme.tiers):
        for number, condition in enumerate(document["tiers"][at].get("conditions", ())):
            for bound in (name for name in BOUNDS if name in condition and not isinstance(condition[name], str)):  # no setting
                measure = _(MEASURE_LABELS[condition["measure"]])
                yield ("tiers", at, "conditions", number, bound), f"{tier.label[lang]}: {measure} {SIGNS[bound]}"


def _matrix(scheme: Scheme, document: Mapping[str, Any], lang: str) -> Found:
    _ = translator(lang)
    for at, axis in enumerate(document["axes"]):
        for number, each in enumerate(axis["classes"]):
            name = f"{axis['label'][lang]}, {each['label'][lang]}"
            yield ("axes", at, "classes", number, "share"), _("{name}: share in per cent").format(name=name)
            if "above" in each:
                yield ("axes", at, "classes", number, "above"), _("{name}: rated above").format(name=name)


def _rfm(scheme: Scheme, document: Mapping[str, Any], lang: str) -> Found:
    _ = translator(lang)
    if "groups" in document:
        yield ("groups",), _("Scores from 1 to")
    for axis, edges in document.get("edges", {}).items():
        for number in range(len(edges)):
            yield ("edges", axis, number), _("{axis}: edge {number}").format(axis=_(SCORES[axis]), number=number + 1)
    for number, segment in enumerate(document["segments"]):
        label = scheme.tier(segment["tier"]).label[lang]
        for axis in (each for each in ("r", "f", "m", "fm") if each in segment):
            yield ("segments", number, axis), _("{tier}, box {number}: {axis}").format(
                tier=label, number=number + 1, axis=axis.upper()
            )


def _scorecard(scheme: Scheme, document: Mapping[str, Any], lang: str) -> Found:
    _ = translator(lang)
    for at, criterion in enumerate(document["criteria"]):
        if "weight" in criterion:
            yield ("criteria", at, "weight"), _("{criterion}: weight in per cent").format(criterion=criterion["label"][lang])
    for at, tier in enumerate(scheme.tiers[:-1]):
        yield ("tiers", at, "from"), _("{tier}: score from").format(tier=tier.label[lang])


def _nothing(scheme: Scheme, document: Mapping[str, Any], lang: str) -> Found:
    yield from ()


def _defaults(scheme: Scheme, document: Mapping[str, Any], lang: str) -> Found:
    _ = translator(lang)
    # settings that a rule has whether or not the file says so stand behind those of the file
    for at, (setting, item) in enumerate(zip(scheme.settings, document["settings"], strict=False)):
        if "default" in item:
            known = f" ({', '.join(setting.choices)})" if setting.choices else ""
            yield ("settings", at, "default"), _("Default: {setting}").format(setting=setting.label[lang]) + known


_RULES = {
    "rank_overlap": _nothing, "percentile": _percentile, "threshold": _threshold, "matrix": _matrix, "rfm": _rfm,
    "scorecard": _scorecard,
}


def _at(document: Any, place: Place) -> Any:
    for step in place:
        document = document[step]
    return document


def _text(document: Any, place: Place) -> str:
    value = _at(document, place)
    return f"{Decimal(str(value)).normalize():f}" if isinstance(value, int | float) else str(value)
