"""Texts that are hard to read: quotes without end, floods of line ends, marks in the middle, two encodings in one file."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any

from force.case import HEADER, LANDED, REFUSED, Case, as_csv, of_bytes, rows_of_bills


def tells_of_encodings(report: dict[str, Any]) -> str:
    """A file in two encodings may be read, but never silently."""
    told = report["warnings"] or report["rejected"]
    return "" if told else "read as one encoding without a word"


def cases(rng: random.Random) -> Iterator[Case]:
    """Texts built to be misread."""
    rows = rows_of_bills(rng)
    text = as_csv(rows)
    plain = text.encode()
    first, rest = text.split("\r\n", 1)

    noise, letters = rng.randbytes(20_000), "".join(chr(rng.randrange(32, 0xD7FF)) for _ in range(5000))
    ragged = "".join("x," * rng.randrange(500) + "\n" for _ in range(300))

    def case(name: str, make: Callable[[], bytes], **more: Any) -> Case:
        return of_bytes(f"{name}.csv", make, **more)

    yield case("empty", lambda: b"", right=REFUSED)
    yield case("blanks_only", lambda: b" \r\n\t\r\n" * 50, right=REFUSED)
    yield case("header_only", lambda: first.encode() + b"\r\n", right=REFUSED)
    yield case("one_letter", lambda: b"a", right=REFUSED)
    yield case("one_quote", lambda: b'"')
    yield case("nul_bytes_only", lambda: bytes(4096), right=REFUSED)
    yield case("nul_in_cells", lambda: plain.replace(b"K", b"K\0"))
    yield case("nul_between_lines", lambda: plain.replace(b"\r\n", b"\r\n\0\0\0\0"))
    yield case("random_bytes", lambda: noise)
    yield case("random_text", lambda: letters.encode())
    for name, mark in (("utf8", b"\xef\xbb\xbf"), ("utf16le", b"\xff\xfe"), ("utf16be", b"\xfe\xff"), ("utf32", b"\xff\xfe\0\0")):
        yield case(f"mark_of_{name}_alone", lambda mark=mark: mark)
        yield case(f"mark_of_{name}_before_utf8", lambda mark=mark: mark + plain)
        yield case(f"mark_of_{name}_in_the_middle", lambda mark=mark: plain[:200] + mark + plain[200:])
    yield case("utf16_of_odd_length", lambda: text.encode("utf-16") + b"\x31")
    yield case("utf16_without_mark", lambda: text.encode("utf-16-le"))
    yield case("utf32", lambda: text.encode("utf-32"))
    yield case("utf16_with_lone_surrogates", lambda: text.replace("K", "\ud800").encode("utf-16", "surrogatepass"))
    yield case("utf8_with_surrogates", lambda: text.replace("K", "\udcff").encode("utf-8", "surrogatepass"))
    yield case("overlong_utf8", lambda: plain.replace(b"K", b"\xc1\x8b"))
    yield case("utf7", lambda: text.encode("utf-7"))
    yield case("latin_letters_of_every_byte", lambda: plain + bytes(range(128, 256)) * 10)

    half = len(rows) // 2
    head, tail = as_csv(rows[:half]), as_csv(rows[half:]).split("\r\n", 1)[1]
    for one, other in (("utf-8", "gbk"), ("gbk", "utf-8"), ("utf-8", "big5"), ("utf-8", "utf-16-le")):
        yield case(
            f"mixed_{one}_then_{other}", lambda one=one, other=other: head.encode(one) + tail.encode(other, "replace"),
            see=tells_of_encodings,
        )
    lines = text.split("\r\n")
    for number, share in enumerate((0.1, 0.5)):
        made = b"\r\n".join(line.encode("gbk" if rng.random() < share else "utf-8") for line in lines)
        yield case(f"mixed_line_by_line{number}", lambda made=made: made, see=tells_of_encodings)

    yield case("flood_of_cr", lambda: plain + b"\r" * 1_000_000)
    yield case("flood_of_cr_in_front", lambda: b"\r" * 1_000_000 + plain)
    yield case("flood_of_cr_in_a_cell", lambda: plain.replace(b"K", b'"K' + b"\r" * 300_000 + b'"', 1))
    yield case("flood_of_lf", lambda: plain + b"\n" * 2_000_000)
    yield case("flood_of_blank_lines_in_the_middle", lambda: plain[:300] + b" \n" * 500_000 + plain[300:])
    yield case("flood_of_commas", lambda: plain + b"," * 2_000_000)
    yield case("flood_of_lines_of_commas", lambda: plain + b",,,,,\r\n" * 300_000)
    yield case("flood_of_tabs", lambda: plain + b"\t" * 1_000_000)
    yield case("flood_of_form_feeds", lambda: plain + b"\x0c\x0b\x1c" * 100_000)
    yield case("line_ends_of_unicode", lambda: text.replace("\r\n", "\u2028").encode())
    yield case("cr_only", lambda: text.replace("\r\n", "\r").encode(), right=LANDED)
    mixed = "".join(line + rng.choice(("\r", "\n", "\r\n")) for line in lines)
    yield case("line_ends_mixed", lambda: mixed.encode())

    yield case("quote_never_closed", lambda: plain.replace(b"K", b'"K', 1))
    yield case("quote_before_every_cell", lambda: plain.replace(b",", b',"'))
    yield case("quotes_without_end", lambda: plain + b'"' * 1_000_000)
    yield case("odd_quotes_without_end", lambda: plain + b'"' * 999_999 + b"\n" + plain)
    yield case("quoted_quotes", lambda: plain.replace(b"K", b'""""""K""', 3))
    yield case("one_huge_cell", lambda: plain.replace("李四".encode(), b"x" * 20_000_000, 1))
    yield case("one_huge_quoted_cell", lambda: plain.replace("李四".encode(), b'"' + b"x\n" * 5_000_000 + b'"', 1))
    yield case("one_huge_line", lambda: b"x" * 30_000_000)
    yield case("one_huge_header", lambda: b"y" * 3_000_000 + plain)
    yield case("columns_100000", lambda: (",".join(f"c{n}" for n in range(100_000)) + "\n" + ",".join("1" * 100_000) + "\n").encode())
    yield case("columns_100000_below_six", lambda: plain + b",".join([b"1"] * 100_000) + b"\n")
    yield case("columns_20000_and_the_six", lambda: (
        ",".join((*HEADER, *(f"c{n}" for n in range(20_000)))) + "\n"
        + "".join(",".join((*row, *["1"] * 20_000)) + "\n" for row in rows)
    ).encode())
    yield case("every_row_of_another_width", lambda: (text + ragged).encode())
    for name, delimiter in (("semicolons", ";"), ("bars", "|"), ("tabs", "\t")):
        other = as_csv(rows_of_bills(rng, 5), delimiter=delimiter).split("\r\n", 1)[1]
        yield case(f"then_rows_with_{name}", lambda other=other: plain + other.encode())
    yield case("sep_line_says_a_quote", lambda: b'sep="\r\n' + plain)
    yield case("sep_line_says_a_letter", lambda: b"sep=K\r\n" + plain)
    yield case("sep_line_alone", lambda: b"sep=;\r\n", right=REFUSED)
    yield case("sep_lines_many", lambda: b"sep=,\r\n" * 1000 + plain)
    yield case("title_lines_100000", lambda: "本店日报表\r\n".encode() * 100_000 + plain)
    yield case("header_repeated_between_rows", lambda: (first + "\r\n").join(["", *(line + "\r\n" for line in rest.split("\r\n"))]).encode())
    yield case("blank_aligned_100000", lambda: ("a " * 50_000 + "\n" + "1 " * 50_000 + "\n").encode())
    yield case("encoding_told_wrong", lambda: plain, options=("--encoding", "utf-16"))
    yield case("encoding_told_that_is_none", lambda: plain, options=("--encoding", "rot13"), right=REFUSED)
    yield case("encoding_told_of_python_only", lambda: plain, options=("--encoding", "unicode_escape"), right=REFUSED)
