"""Patterns of what tells somebody, however it is written in a text: his phones, e-mails, long codes and names."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from segmentation.ingest.erase.person import PHONE, Person

HIDDEN = "***"
BETWEEN_DIGITS = r"[\s\x{3000}\-\x{2010}-\x{2015}\x{ff0d}.\x{ff0e}\x{b7}_/()\x{ff08}\x{ff09}]{0,3}"  # of a phone
COUNTRY = rf"(?:(?:[+\x{{ff0b}}]|[0\x{{ff10}}]{{2}})?[8\x{{ff18}}][6\x{{ff16}}]{BETWEEN_DIGITS})?"
BETWEEN_LETTERS = r"[\s\x{3000}\x{b7}\x{2022}]{0,2}"
DIGIT, LATIN, HAN = r"[0-9\x{ff10}-\x{ff19}]", r"[A-Za-z0-9\x{c0}-\x{24f}]", r"[\x{3400}-\x{9fff}]"
SHORT = 4  # letters: a Latin name of fewer is found as names are written, since "an" is a word


class Finder:
    """Finds what tells a person in a text and takes it out.

    ``told`` are kinds: own (phones, e-mails and long codes that he alone has), contact (those without codes), names (whole ones;
    a longer name that somebody else has stays).
    """

    def __init__(self, person: Person, told: Iterable[str]) -> None:
        told = frozenset(told)
        longer = sorted(person.longer, key=len, reverse=True) if "names" in told else []
        kept = [each for name in longer for each in _spelled(name)]
        texts = person.own if "own" in told else [text for text in person.own if "@" in text or PHONE.fullmatch(text)]
        hidden = [_own(text) for text in texts if told & {"own", "contact"}]
        hidden += [_name(text) for text in (person.names if "names" in told else ())]
        self.strict = re.compile(_python("|".join([*_kept(kept), *hidden])), re.IGNORECASE) if hidden else None
        self.loose = "(?i)" + "|".join(re.sub(r"\(\?<?!.*?\]\)", "", each) for each in hidden)  # the engine looks neither way

    def without(self, text: str, put: str = HIDDEN) -> str:
        """Return the text without what tells him.

        >>> said = (("V1", "phone", "13900002222"), ("V1", "name", "王伟"))
        >>> person = Person(1, "V1", {}, said, frozenset(), frozenset(), ("王伟华",))
        >>> Finder(person, ("own", "names")).without("王 伟 (139)0000.2222, +86139 0000 2222, 王伟华 １３９００００２２２２")
        '*** (***, ***, 王伟华 ***'
        """
        if self.strict is None:
            return text
        return self.strict.sub(lambda found: found[0] if found.lastgroup == "kept" else put, text)

    def finds(self, text: str) -> bool:
        """Whether something in the text tells him."""
        return self.without(text, "\0") != text


def _kept(patterns: list[str]) -> list[str]:
    return [f"(?P<kept>{'|'.join(patterns)})"] if patterns else []


def _python(pattern: str) -> str:
    """Return a pattern of the engine as Python writes it."""
    return re.sub(r"\\x\{([0-9a-f]+)\}", lambda found: rf"\u{int(found[1], 16):04x}", pattern)


def _wide(text: str) -> str:
    """Return the pattern of a text in half or full width."""
    return "".join(
        f"[{re.escape(each)}\\x{{{ord(each) + 0xFEE0:x}}}]" if "!" <= each <= "~" else re.escape(each) for each in text
    )


def _spelled(text: str) -> list[str]:
    """Return the patterns of a name: with blanks or a dot between its characters, and as JSON may write it."""
    parts = text.split() if text.isascii() else [each for each in text if not each.isspace() and each not in "·•"]
    between = r"[\s\x{3000}]{1,2}" if text.isascii() else BETWEEN_LETTERS
    escaped = json.dumps(text)[1:-1]
    return [between.join(map(re.escape, parts)), *([re.escape(escaped)] if escaped != text else [])]


def _own(text: str) -> str:
    if PHONE.fullmatch(text):
        return rf"(?<!{DIGIT}){COUNTRY}{BETWEEN_DIGITS.join(map(_wide, text))}(?!{DIGIT})"
    escaped = json.dumps(text)[1:-1]
    return rf"(?<!{LATIN})(?:{'|'.join({_wide(text): 1, re.escape(escaped): 1})})(?!{LATIN})"


def _name(text: str) -> str:
    if not text.isascii():
        whole, *other = _spelled(text)
        plain = "".join(text.split())
        if len(plain) > 2:
            return "|".join([whole, re.escape(text), *other])
        return "|".join([plain, rf"(?<!{HAN})(?:{whole})", rf"(?:{whole})(?!{HAN})", *other])  # no end and beginning of two words
    whole = "|".join(_spelled(text))
    if len(text) < SHORT:
        whole = "(?-i:" + "|".join(dict.fromkeys(map(re.escape, (text, text.title(), text.upper())))) + ")"
    return rf"(?<!{LATIN})(?:{whole})(?!{LATIN})"
