"""Words of a trade: a house without tables has orders, bookings, appointments or machines, and their average.

The figures are the same; only what they are called differs. ``words.toml`` holds the words; whoever looks at a store
speaks by those of its trade (``use_words``), and every text of the catalog and of the schemes is put into them as it is said.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

FILE = Path(__file__).with_name("words.toml")
REMEMBERED = 20_000
TABLES = ""  # the words that the texts are written in: those of a house with tables

_SPOKEN: ContextVar[str | None] = ContextVar("wording", default=None)  # None: no store was spoken of yet


@dataclass(frozen=True)
class Wording:
    """The words of a trade by language, folded, and the texts that have words of their own."""

    words: Mapping[str, Mapping[str, str]]
    patterns: Mapping[str, re.Pattern]
    texts: Mapping[str, Mapping[str, str]]

    def says(self, text: str, lang: str) -> str:
        """Return the text with its words replaced, the longest first; one that began with a capital still does.

        What stands in braces is the name of a figure, no word: it stays as it is.
        """

        def put(found: re.Match) -> str:
            if found[0].startswith("{"):
                return found[0]
            word = self.words[lang][found[0].lower()]
            return word[0].upper() + word[1:] if found[0][0].isupper() else word

        return self.patterns[lang].sub(put, text)


@cache
def list_wordings() -> Mapping[str, Wording]:
    """Return every wording but that of the tables, by its key."""
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {key: _from_data(each, data) for key, each in data.items() if key not in ("also", "usual")}


@cache
def _also() -> frozenset[str]:
    return frozenset(tomllib.loads(FILE.read_text(encoding="utf-8"))["also"])


def _from_data(own: Mapping, data: Mapping) -> Wording:
    more = data.get(own.get("extends", ""), {"zh": [], "en": [], "texts": []})
    words = {lang: dict([*data["usual"][lang], *more[lang], *own[lang]]) for lang in ("zh", "en")}
    patterns = {lang: _pattern(each, r"\b" if lang == "en" else "") for lang, each in words.items()}
    return Wording(words, patterns, {each["id"]: each for each in [*more["texts"], *own["texts"]]})


def _pattern(words: Iterable[str], edge: str) -> re.Pattern:
    longest_first = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    return re.compile(rf"{{\w+}}|{edge}(?:{longest_first}){edge}", re.IGNORECASE)


def wording() -> str:
    """Return the key of the words that are spoken here; "" those of a house with tables."""
    return _SPOKEN.get() or TABLES


def use_words(key: str) -> None:
    """Speak by these words from now on, in this thread; those that there are not are those of a house with tables."""
    _SPOKEN.set(key if key in list_wordings() else TABLES)


@contextmanager
def in_words(key: str | None) -> Iterator[None]:
    """Speak by these words inside; None: by those of whichever store is spoken of first."""
    token = _SPOKEN.set(key if key is None or key in list_wordings() else TABLES)
    try:
        yield
    finally:
        _SPOKEN.reset(token)


def speak_also_of(key: str) -> None:
    """Speak by these words too: where a store of other words was spoken of before, by those of the tables."""
    use_words(key if _SPOKEN.get() in (None, key) else TABLES)


def common_words(keys: Iterable[str]) -> str:
    """Return the words of several stores that stand together: their own where it is the same ones, else those of the tables.

    >>> common_words(["order", "order"]), common_words(["order", "stay"]), common_words([])
    ('order', '', '')
    """
    found = set(keys)
    return found.pop() if len(found) == 1 else TABLES


@lru_cache(REMEMBERED)
def put_into_words(key: str, lang: str, message: str, text: str, chinese: str) -> str:
    """Return ``text``, what ``message`` says in ``lang``, in these words; ``chinese`` is what tells whether it is of tables.

    >>> put_into_words("order", "en", "Average per table", "Average per table", "桌均")
    'Average per order'
    >>> put_into_words("order", "en", "Data tables", "Data tables", "数据表")
    'Data tables'
    >>> put_into_words("order", "en", "{n} data tables", "{n} data tables", "{n}张数据表")
    '{n} data tables'
    >>> put_into_words("order", "en", "{tables} tables", "{tables} tables", "{tables}桌")
    '{tables} orders'
    """
    own = list_wordings()[key]
    if message in own.texts:
        return own.texts[message][lang]
    return own.says(text, lang) if message in _also() or own.says(chinese, "zh") != chinese else text


class Told(dict):
    """A text by language, as schemes hold it, said in the words that are spoken when it is asked for."""

    def __getitem__(self, lang: str) -> str:
        """Return the text in ``lang``."""
        text = super().__getitem__(lang)
        key = wording()
        return put_into_words(key, lang, "", text, super().__getitem__("zh")) if key else text
