"""What a file really is, told from its first bytes and not from its name."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path

from segmentation.ingest.readers.encoding import find_mark
from segmentation.ingest.readers.objects import is_objects
from segmentation.ingest.readers.ole import is_compound, read_streams
from segmentation.language.errors import InputError
from segmentation.language.i18n import N_

PACKED = ("gzip", "zip")
TEXTS = ("csv", "html")

# Whole sentences, because each is translated as one.
_PDF = N_("“{file}” is a PDF document. Export the table as CSV or Excel (.xlsx) and upload that.")
_PICTURE = N_("“{file}” is a picture. Export the table as CSV or Excel (.xlsx) and upload that.")
_WORD = N_("“{file}” is a Word document. Copy the table into Excel, save it as .xlsx and upload that.")
_SLIDES = N_("“{file}” is a presentation. Export the table as CSV or Excel (.xlsx) and upload that.")
_MAIL = N_("“{file}” is an e-mail. Save the file attached to it and upload that.")
_ARCHIVE = N_("“{file}” is an archive that cannot be unpacked here. Unpack it and upload the file inside.")
_DATABASE = N_("“{file}” is a database file. Export the table as CSV or Excel (.xlsx) and upload that.")
_WEB_ARCHIVE = N_("“{file}” is a web archive. Open it in Excel, save it as .xlsx and upload that.")
_XML = N_("“{file}” is an XML file. Open it in Excel, save it as .xlsx and upload that.")
_BINARY = N_("“{file}” is neither a text nor a workbook. Export the table as CSV or Excel (.xlsx) and upload that.")

_FOREIGN = (
    (rb"%PDF-", _PDF),
    (rb"\x89PNG|\xff\xd8\xff|GIF8|BM.{4}\0{4}|II\*\0|MM\0\*|RIFF.{4}WEBP|.{4}ftyp(heic|heix|mif1|avif)", _PICTURE),
    (rb"\{\\rtf", _WORD),
    (rb"Rar!|7z\xbc\xaf|\xfd7zXZ|BZh\d|\x28\xb5\x2f\xfd|.{257}ustar", _ARCHIVE),
    (rb"SQLite format 3|\0\x01\0\0Standard (Jet|ACE) DB", _DATABASE),
    (rb"MIME-Version:.{0,2000}multipart/related", _WEB_ARCHIVE),
    (rb"(\xef\xbb\xbf)?<\?xml", _XML),
)


def recognise(path: Path, name: str) -> str:
    """Return csv, json, xlsx, xlsb, ods, xls, html, parquet, gzip or zip for the content of a file; any text is "csv".

    Raises InputError ``foreign_file`` that names what else it is, and ``encrypted`` for a workbook with a password.
    """
    with path.open("rb") as file:
        head = file.read(1 << 16)
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(b"\x1f\x8b"):
        return "gzip"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _recognise_zip(path, name)
    if is_compound(head):
        return _recognise_compound(path, name)
    if _is_page(head):
        return "html"
    if is_objects(head.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").replace(b"\0", b"")):
        return "json"
    for pattern, message in _FOREIGN:
        if re.match(pattern, head, re.DOTALL):
            raise InputError("foreign_file", message, file=name)
    if _is_binary(head):
        raise InputError("foreign_file", _BINARY, file=name)
    return "csv"


def is_packed_or_binary(head: bytes) -> bool:
    """Whether these first bytes are those of a workbook, of parquet or of an archive, so that there is no text to survey."""
    return head.startswith((b"PAR1", b"\x1f\x8b", b"PK\x03\x04", b"PK\x05\x06")) or is_compound(head)


def _recognise_zip(path: Path, name: str) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            kind = ""
            if "mimetype" in names:
                with archive.open("mimetype") as member:
                    kind = member.read(200).decode("ascii", "replace")
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError) as error:
        raise InputError(
            "damaged_archive", N_("“{file}” is damaged and cannot be opened. Make or send it again."), file=name
        ) from error
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "[Content_Types].xml" in names and any(n.startswith("xl/") for n in names):
        return "xlsx"
    if "opendocument.spreadsheet" in kind:
        return "ods"
    if "[Content_Types].xml" in names and any(n.startswith("word/") for n in names):
        raise InputError("foreign_file", _WORD, file=name)
    if "[Content_Types].xml" in names and any(n.startswith("ppt/") for n in names):
        raise InputError("foreign_file", _SLIDES, file=name)
    if "opendocument" in kind:
        raise InputError("foreign_file", _WORD, file=name)
    return "zip"


def _recognise_compound(path: Path, name: str) -> str:
    streams = read_streams(path, wanted=())
    if not streams:
        raise InputError(
            "damaged",
            N_("“{file}” is damaged and cannot be read. Open it in Excel, save it again as .xlsx and upload that."),
            file=name,
        )
    if "EncryptedPackage" in streams:
        raise InputError(
            "encrypted",
            N_("“{file}” is protected with a password. Open it in Excel, remove the password and save it again."),
            file=name,
        )
    if "WordDocument" in streams:
        raise InputError("foreign_file", _WORD, file=name)
    if "PowerPoint Document" in streams:
        raise InputError("foreign_file", _SLIDES, file=name)
    if any(entry.startswith("__substg1.0_") for entry in streams):
        raise InputError("foreign_file", _MAIL, file=name)
    return "xls"


def _is_page(head: bytes) -> bool:
    text = re.sub(rb"^(\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*", b"", head.replace(b"\0", b"")).lower()
    return text.startswith(b"<") and bool(re.search(rb"<(!doctype html|html|head|body|meta|table|div|style|tr)[\s>]", text))


def _is_binary(head: bytes) -> bool:
    controls, zeros = len(re.findall(rb"[\x01-\x08\x0e-\x19\x1c-\x1f]", head)), head.count(0)
    if find_mark(head[:4096]):
        # In UTF-16 any byte may be half of a character.
        return controls > 0.3 * len(head)
    return controls > max(8, 0.02 * len(head)) or zeros > 0.3 * len(head)
