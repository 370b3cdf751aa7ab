"""The parts of a scheme's file that its reader and the rules read alike, and the error that says where one is wrong."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from segmentation.language.errors import InputError
from segmentation.language.i18n import LANGUAGES, N_
from segmentation.language.wording import Told
from segmentation.schemes.model import Text

LONGEST = 600  # characters of a text


def broken(source: str, message: str, /, **values: Any) -> InputError:
    """Return the error for a scheme's file."""
    return InputError("broken_scheme", message, file=source, **values)


class Parts:
    """Reads texts, numbers and lists that must be there, and stops at the first thing that is wrong."""

    def __init__(self, source: str, text: str = "") -> None:
        self.source, self.lines = source, text.splitlines()

    def items(self, data: dict[str, Any], name: str, where: str = "scheme") -> list[dict[str, Any]]:
        """Return a list of tables that must be there."""
        found = data.get(name)
        if not isinstance(found, list) or not found or not all(isinstance(item, dict) for item in found):
            raise self.wrong(N_("{file}: {where} has no {name}."), where=where, name=name)
        return found

    def word(self, item: dict[str, Any], name: str, where: str) -> str:
        """Return a text that must be there."""
        found = item.get(name)
        if not isinstance(found, str) or not found.strip():
            raise self.wrong(N_("{file}: {where} has no {name}."), where=where, name=name)
        return found.strip()

    def one_of(self, item: dict[str, Any], name: str, where: str, known: tuple[str, ...]) -> str:
        """Return a text that must be one of ``known``."""
        found = self.word(item, name, where)
        if found not in known:
            message = N_("{file}: {name} of {where} must be one of {known}, not “{found}”.")
            raise self.wrong(message, where=where, name=name, known=", ".join(known), found=found)
        return found

    def number(self, item: dict[str, Any], name: str, where: str, low: int, high: int) -> Decimal:
        """Return a number that must be there, between ``low`` and ``high``, with at most two decimals."""
        try:
            found = Decimal(str(item.get(name)))
        except InvalidOperation:
            found = None
        fits = found is not None and found.is_finite() and low <= found <= high and found == found.quantize(Decimal("0.01"))
        if not fits:
            message = N_("{file}: {name} of {where} must be a number from {low} to {high} with at most two decimals.")
            raise self.wrong(message, where=where, name=name, low=low, high=high)
        return found

    def text(self, item: dict[str, Any], name: str, where: str) -> Text:
        """Return a text that must be there in both languages."""
        found = item.get(name)
        for lang in LANGUAGES:
            if not isinstance(found, dict) or not isinstance(found.get(lang), str) or not found[lang].strip():
                message = N_("{file}: {where} has no {name} in the language {lang}.")
                raise self.wrong(message, where=where, name=name, lang=lang)
            if len(found[lang]) > LONGEST:
                message = N_("{file}: {name} of {where} is longer than {most} characters.")
                raise self.wrong(message, where=where, name=name, most=LONGEST)
        return Told({lang: found[lang].strip() for lang in LANGUAGES})

    def no_twins(self, keys: list[str], where: str) -> None:
        """Raise where a key stands twice."""
        twins = sorted({key for key in keys if keys.count(key) > 1})
        if twins:
            raise self.wrong(N_("{file}: {where} has {keys} twice."), where=where, keys=", ".join(twins))

    def wrong(self, message: str, /, **values: Any) -> InputError:
        """Return the error, with the line where what is wrong begins."""
        line = self.line(values.get("where", "scheme"), values.get("name", ""))
        source = f"{self.source}:{line}" if self.lines else self.source
        return broken(source, message, **values)

    def line(self, where: str, name: str = "") -> int:
        """Return the line of what a part calls ``name``, else where the part (``tiers.A``, ``segments.3``) begins; else 1.

        >>> Parts("x", 'key = "a"\\n[[tiers]]\\nkey = "A"\\n[[tiers]]\\nkey = "B"').line("tiers.B")
        4
        """
        start, end = self._block(where)
        named = (at for at in range(start, end) if name and re.match(rf"\s*{re.escape(name)}\s*=", self.lines[at - 1]))
        return next(named, start)

    def _block(self, where: str) -> tuple[int, int]:
        """Return the first line of a part and the one behind its last."""
        group, _dot, name = where.partition(".")
        every = [at for at, line in enumerate(self.lines, start=1) if line.lstrip().startswith("[")]
        behind = len(self.lines) + 1
        heads = [at for at, line in enumerate(self.lines, start=1) if re.match(rf"\s*\[+{re.escape(group)}\]+", line)]
        if not heads:
            named = (at for at, line in enumerate(self.lines, start=1) if re.match(rf"\s*{re.escape(group)}\s*=", line))
            first = next(named, 1)
            return first, next((at for at in every if at > first), behind)
        if name.isdigit() and int(name) <= len(heads):
            heads = [heads[int(name) - 1]]
        for head in heads:
            end = next((other for other in every if other > head), behind)
            own = self.lines[head : end - 1]
            if name and any(re.match(rf'\s*(key|name|common|tier)\s*=\s*"{re.escape(name)}"', line) for line in own):
                return head, end
        return heads[0], next((other for other in every if other > heads[0]), behind)
