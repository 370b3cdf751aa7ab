"""The compound files of old Office programs: which streams they hold, and the bytes of some of them."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import BinaryIO

_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFA  # sector numbers from here on are marks


def is_compound(head: bytes) -> bool:
    """Whether these first bytes are those of a compound file."""
    return head.startswith(_MAGIC)


def read_streams(path: Path, wanted: tuple[str, ...], most: int = 1 << 16) -> dict[str, bytes]:
    """Return the streams of a compound file: every name, with the first ``most`` bytes of those ``wanted``.

    A file whose structure contradicts its size gives an empty dict: it is damaged.
    """
    with path.open("rb") as file:
        try:
            return _Compound(file).streams(wanted, most)
        except (struct.error, IndexError, ValueError):
            return {}


class _Compound:
    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        head = file.read(512)
        self.sector = 1 << struct.unpack_from("<H", head, 30)[0]
        if self.sector not in (512, 4096):
            raise ValueError("sector size")
        # Readers in native code trust these counts and reserve memory for them, without end.
        self.size = file.seek(0, 2)
        for place in (40, 44, 64, 72):
            self._check(struct.unpack_from("<I", head, place)[0] * self.sector)
        self.directory = struct.unpack_from("<I", head, 48)[0]
        self.cutoff = struct.unpack_from("<I", head, 56)[0]
        self.mini_table = struct.unpack_from("<I", head, 60)[0]
        fats = [s for s in struct.unpack_from("<109I", head, 76) if s < _END]
        more, seen = struct.unpack_from("<I", head, 68)[0], set()
        while more < _END and more not in seen:
            self._check(len(fats) * self.sector)
            seen.add(more)
            numbers = struct.unpack(f"<{self.sector // 4}I", self._sector(more))
            fats += [s for s in numbers[:-1] if s < _END]
            more = numbers[-1]
        self._check(len(fats) * self.sector)
        self.fat: list[int] = []
        for number in fats:
            self.fat += struct.unpack(f"<{self.sector // 4}I", self._sector(number))

    def _check(self, size: int) -> None:
        if size > self.size + 2 * self.sector:
            raise ValueError("size")

    def _sector(self, number: int) -> bytes:
        self.file.seek((number + 1) * self.sector)
        return self.file.read(self.sector).ljust(self.sector, b"\0")

    def _chain(self, start: int, most: int) -> bytes:
        data, seen = bytearray(), set()
        while start < len(self.fat) and start not in seen and len(data) < most:
            seen.add(start)
            data += self._sector(start)
            start = self.fat[start]
        return bytes(data)

    def streams(self, wanted: tuple[str, ...], most: int) -> dict[str, bytes]:
        entries = self._chain(self.directory, 1 << 24)
        found: dict[str, bytes] = {}
        root = 0
        for at in range(0, len(entries), 128):
            entry = entries[at : at + 128]
            length = struct.unpack_from("<H", entry, 64)[0]
            kind = entry[66]
            if kind not in (2, 5) or not 2 <= length <= 64:
                continue
            name = entry[: length - 2].decode("utf-16-le", "replace")
            start, size = struct.unpack_from("<II", entry, 116)
            self._check(size)
            if kind == 5:
                root = start
                continue
            found[name] = self._content(start, min(most, size), size, root) if name in wanted else b""
        return found

    def _content(self, start: int, most: int, size: int, root: int) -> bytes:
        if size >= self.cutoff:
            return self._chain(start, most)[:most]
        table = self._chain(self.mini_table, 1 << 22)
        numbers = struct.unpack(f"<{len(table) // 4}I", table)
        store = self._chain(root, 1 << 24)
        data, seen = bytearray(), set()
        while start < len(numbers) and start not in seen and len(data) < most:
            seen.add(start)
            data += store[start * 64 : start * 64 + 64]
            start = numbers[start]
        return bytes(data[:most])
