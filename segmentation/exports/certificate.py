"""The certificate that somebody was erased, as a page to print: what was done, and nothing that tells who it was."""

from __future__ import annotations

import html
from datetime import datetime

from segmentation.exports.printed import printed_page
from segmentation.exports.taken import count_taken
from segmentation.ingest.erase.certificates import Certificate
from segmentation.ingest.erase.words import left_text, told_places
from segmentation.language.i18n import format_count, format_moment, translator

CSS = """
@page { size: A4 portrait; margin: 18mm }
body { color: #1f2933; font: 11pt/1.5 "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Segoe UI", sans-serif;
  margin: 0 auto; max-width: 174mm; padding: 8mm 0; overflow-wrap: anywhere }
h1 { font-size: 18pt } table { border-collapse: collapse; width: 100% }
td, th { border-bottom: 1px solid #d5dae0; padding: 3px 6px 3px 0; text-align: left } td:last-child { text-align: right }
.quiet { color: #4b5866; font-size: 9pt }
"""


def certificate_page(certificate: Certificate, lang: str) -> str:
    """Return the certificate as HTML that stands alone."""
    _ = translator(lang)
    count_taken(1)
    moment = format_moment(datetime.fromisoformat(certificate.erased_at), lang)
    rows = "".join(
        f"<tr><td>{html.escape(place)}</td><td>{format_count(count, lang)}</td></tr>"
        for place, count in told_places(certificate.places, lang)
    )
    who = f"<p>{html.escape(_('Done by {name}').format(name=certificate.by))}</p>" if certificate.by else ""
    left = "".join(f"<p>{html.escape(text)}</p>" for text in left_text(certificate.left, lang))
    said = _("The personal information of one customer of {store} was erased on {moment}.")
    body = (
        f"<h1>{html.escape(_('Certificate of erasure'))}</h1>"
        f"<p>{html.escape(said.format(store=certificate.store, moment=moment))}</p>{who}"
        f"<p>{html.escape(_('The money of the bills stays, as that of somebody anonymous. It cannot be undone.'))}</p>"
        f"<table><tr><th>{html.escape(_('Where it stood'))}</th><th>{html.escape(_('Rows'))}</th></tr>{rows}</table>{left}"
        f"<p class=quiet>{html.escape(_('Number {number}').format(number=certificate.number))}<br>"
        f"SHA-256 {html.escape(certificate.fingerprint)}</p>"
    )
    return printed_page(_("Certificate of erasure"), CSS, body, lang)
