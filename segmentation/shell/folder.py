"""Files of a caller who stands in another folder than this process, and who cannot be asked anything."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click


class InFolder(click.ParamType):
    """What ``kind``, a path, takes; one that is not absolute is meant from ``folder``."""

    def __init__(self, kind: click.Path, folder: Path) -> None:
        self._kind, self._folder, self.name = kind, folder, kind.name

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return self._kind.convert(str(self._folder / os.fspath(value)), param, ctx)


def stand_in(command: click.Command, folder: Path) -> None:
    """Let every path that ``command``, and those below it, are given be meant from ``folder``."""
    for param in command.params:
        if isinstance(param.type, click.Path):
            param.type = InFolder(param.type, folder)
    if isinstance(command, click.Group):
        for below in command.commands.values():
            stand_in(below, folder)
