"""English sentences that count: "1 rows are" becomes "1 row is". What is written for many is right in Chinese as it stands."""

from __future__ import annotations

import re

_NOUNS = (
    "rows|bills|customers|lines|days|months|files|cells|refunds|sales|names|phones|sheets|groups|stores|records|guests|amounts|"
    "numbers|payments|columns|values|managers|visits|top-ups|people"
)
_IRREGULAR = {"are": "is", "were": "was", "have": "has", "do": "does", "go": "goes", "carry": "carries"}
_VERBS = (
    "say|stand|take|repeat|hold|come|name|tell|look|bring|count|lie|need|begin|fall|lack|move|pay|bear|are|were|have|do|go|carry"
)
_ONE = re.compile(
    rf"(?<![\d.,])1 ((?:[a-z-]+ )?)({_NOUNS})\b((?: \([^()]*\)| of (?:this|the|these) \w+)*)(?: ({_VERBS})\b)?"
)


def in_singular(text: str) -> str:
    """Return the sentence with what is counted once in the singular, and with it the verb that follows at once.

    >>> in_singular("1 rows (¥45.00) take back rows that are void."), in_singular("21 rows are"), in_singular("1 bills have")
    ('1 row (¥45.00) takes back rows that are void.', '21 rows are', '1 bill has')
    """
    return _ONE.sub(_one, text)


def _one(found: re.Match[str]) -> str:
    before, noun, beside, verb = found.groups()
    one = "person" if noun == "people" else noun[:-1]
    return f"1 {before}{one}{beside}" + (f" {_IRREGULAR.get(verb, f'{verb}s')}" if verb else "")
