"""In which language the shell speaks."""

from __future__ import annotations

import os
from collections.abc import Sequence

from segmentation.language.i18n import LANGUAGES, pick_language
from segmentation.shell.arguments import parted


def asked_language(arguments: Sequence[str]) -> str:
    """Return the language of hoisted arguments, else of the environment's locale; it is needed before the commands exist.

    >>> asked_language(["--lang", "zh", "stores"])
    'zh'
    """
    front, _rest = parted(arguments)
    if front.get("--lang") in LANGUAGES:
        return front["--lang"]
    return pick_language(os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG"))
