"""Slides whose stores have been renamed since they were made: shown under the names of today, in every text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from segmentation.exports.masking import mask_slide
from segmentation.slides import Slide


class _Renamer:
    """Puts new names of stores into texts, where a mask would stand; people keep theirs."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names
        longest_first = sorted(names, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(_as_a_word, longest_first)))

    def store(self, text: str | None) -> str | None:
        """Return the text with the stores in it under their new names."""
        return text and self._pattern.sub(lambda found: self._names[found[0]], text)

    text = manager = store

    def name(self, name: str | None, key: str | None = None) -> str | None:
        """Return a customer as he is called."""
        return name

    phone = customer = name


def follow_stores(slides: Iterable[Slide], stores: Mapping[int, str]) -> tuple[Slide, ...]:
    """Return the slides with the names that their ``stores`` have today, by id; a store that is gone keeps its last."""
    return tuple(_follow(slide, stores) for slide in slides)


def _follow(slide: Slide, stores: Mapping[int, str]) -> Slide:
    names = {name: stores[number] for number, name in slide.stores if stores.get(number, name) != name}
    return mask_slide(slide, _Renamer(names)) if names else slide


def _as_a_word(name: str) -> str:
    """Return the pattern of a name that is no part of a longer word in Latin letters, nor of a number.

    >>> re.sub(_as_a_word("Pine"), "Oak", "Pine, Pinewood"), re.sub(_as_a_word("松园"), "竹园", "松园的客户")
    ('Oak, Pinewood', '竹园的客户')
    """
    before = "(?<![A-Za-z0-9])" if name[:1].isascii() and name[:1].isalnum() else ""
    behind = "(?![A-Za-z0-9])" if name[-1:].isascii() and name[-1:].isalnum() else ""
    return f"{before}{re.escape(name)}{behind}"
