"""What every page to print begins and ends with: HTML that stands alone, asks for nothing else and runs nothing."""

from __future__ import annotations

import html

from segmentation.exports.taken import taken_line
from segmentation.language.text import cut

TAGS = {"zh": "zh-CN", "en": "en"}
LONGEST = 80  # characters of a title
TAKEN = (
    "footer.taken{color:#5b6673;font-size:8pt;margin:4px 8px}"
    "@media print{footer.taken{position:fixed;bottom:0;left:6mm;margin:0}}"
)


def printed_page(title: str, css: str, body: str, lang: str) -> str:
    """Return a page of ``body`` (HTML already), with who took it out at its foot; the title is no markup, and a long one is cut.

    >>> printed_page("<b>", "", "x", "en").count("&lt;b&gt;")
    1
    """
    if line := taken_line():
        css, body = css + TAKEN, f'{body}\n<footer class="taken">{html.escape(line)}</footer>'
    return (
        f'<!DOCTYPE html>\n<html lang="{TAGS[lang]}">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{html.escape(cut(title, LONGEST))}</title>\n<style>{css}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )
