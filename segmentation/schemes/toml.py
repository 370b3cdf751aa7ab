"""TOML of a stranger: read only where it is no longer, deeper or larger in its numbers than a scheme can be."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from segmentation.language.errors import InputError
from segmentation.language.i18n import N_

MOST_BYTES = 200_000
DEEPEST = 12  # brackets within brackets, and parts of a dotted key; a scheme needs four
LARGEST = 10**12

# What a text or a comment holds is no bracket and no dot. A text without an end is no TOML; taken to its end here, it costs
# one look, however many quotes follow.
_TEXTS = re.compile(
    r'"""(?:[^\\"]|\\.|"{1,2}(?!"))*"{0,5}|' r"'''(?:[^']|'{1,2}(?!'))*'{0,5}|"
    r'"(?:[^"\\\n]|\\[^\n])*"?|' r"'[^'\n]*'?|#[^\n]*", re.DOTALL
)
_WORDS = re.compile(r"[\w-]+|[ \t]+")
_DOTTED = "x" + DEEPEST * ".x"


def read_toml(text: str, source: str) -> dict[str, Any]:
    """Return what a TOML text holds; ``source`` is named in errors.

    Raises InputError for what is no TOML, and, before anything is built from it, for a text that is too long or nested too
    deep; a number beyond 10^12 is refused too.
    """
    if len(text) > MOST_BYTES or len(text.encode(errors="replace")) > MOST_BYTES:
        raise too_long(source)
    bare = _WORDS.sub(lambda word: "" if word[0].isspace() else "x", _TEXTS.sub("x", text))
    if _depth(bare) > DEEPEST or _DOTTED in bare:
        message = N_("{file}: brackets or dotted names are nested deeper than in any scheme.")
        raise InputError("broken_scheme", message, file=source)
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        message = N_("{file} is no valid TOML: {reason}")
        raise InputError("broken_scheme", message, file=source, reason=str(error)) from error
    if not _has_fair_numbers(data):
        raise InputError("broken_scheme", N_("{file}: a number is larger than a scheme can need."), file=source)
    return data


def too_long(source: str) -> InputError:
    """Return the refusal of a file that is longer than ``MOST_BYTES``."""
    return InputError("scheme_too_long", N_("{file} is longer than a scheme can be."), file=source)


def _depth(bare: str) -> int:
    deepest = depth = 0
    for bracket in re.findall(r"[\[\]{}]", bare):
        depth += 1 if bracket in "[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _has_fair_numbers(value: Any) -> bool:
    """Whether no whole number is too large to be put into words; others are looked at where they are read."""
    if isinstance(value, int):
        return -LARGEST <= value <= LARGEST
    return all(map(_has_fair_numbers, value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()))
