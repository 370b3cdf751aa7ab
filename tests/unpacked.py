"""What a file says, whatever it is packed in."""

import html
import io
import zipfile


def read(name, data):
    """The text of a file, unzipped and unescaped, its own name included."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return f"{name}\n{html.unescape(data.decode('utf-8-sig', errors='ignore'))}"
    archive = zipfile.ZipFile(io.BytesIO(data))
    return "\n".join([name, *(read(each, archive.read(each)) for each in archive.namelist())])
