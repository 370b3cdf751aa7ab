"""The arguments of a command before anything large is imported: what stands in front, wherever it was written."""

from __future__ import annotations

from collections.abc import Sequence


def hoist(arguments: Sequence[str]) -> list[str]:
    """Return the arguments with ``--db`` and ``--lang`` in front, wherever they were written.

    >>> hoist(["stores", "--json", "--lang", "zh"]), hoist(["--db=x", "stores"])
    (['--lang', 'zh', 'stores', '--json'], ['--db', 'x', 'stores'])
    """
    front, rest, waiting = [], [], list(arguments)
    while waiting:
        argument = waiting.pop(0)
        name, equals, value = argument.partition("=")
        if argument == "--":
            return [*front, *rest, argument, *waiting]
        if name in ("--db", "--lang") and (equals or waiting):
            front += [name, value if equals else waiting.pop(0)]
        else:
            rest.append(argument)
    return front + rest


def parted(hoisted: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """Return the options in front, and the rest, of hoisted arguments.

    >>> parted(["--db", "x", "--lang", "zh", "stores", "--json"])
    ({'--db': 'x', '--lang': 'zh'}, ['stores', '--json'])
    """
    front, rest = {}, list(hoisted)
    while len(rest) > 1 and rest[0] in ("--db", "--lang"):
        front[rest[0]] = rest[1]
        rest = rest[2:]
    return front, rest
