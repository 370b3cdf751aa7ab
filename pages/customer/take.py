"""The file to take along: one page to print, and all of it as a table; masked as the other downloads are."""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa

from pages.customer.picks import Look, why_of
from pages.shared.downloads import draw_download, offer
from pages.shared.language import _, current_language, day_text
from pages.shared.masking import picked_masking
from segmentation.exports.csv import file_name
from segmentation.exports.customer_sheet import customer_page, file_lines, masked_file
from segmentation.language.i18n import N_
from segmentation.measures.people.file import CustomerFile


def draw_print(look: Look) -> None:
    """Draw the button that makes the page to print."""
    lang, store = current_language(), picked_masking().store(look.view.store["store"])
    name = file_name(store, N_("Customer file"), look.view.as_of, lang).removesuffix(".csv") + ".html"
    told, why = _told(look), _why(look)
    offer(
        _("Print one page"), lambda: customer_page(store, told(), why(), lang).encode(), name, "text/html", "customer_page",
        help=_("A page that opens in any browser and prints to one A4 page"),
    )


def draw_take_along(look: Look) -> None:
    """Draw the downloads of the file as a table."""
    lang, told, why = current_language(), _told(look), _why(look)
    draw_download(
        lambda: file_lines(told(), why(), lang), N_("Customer file"), look.view, "customer_file", named=True, totals=False,
        notes=(_("As of {day}").format(day=day_text(look.view.as_of)),),
    )


def _why(look: Look) -> Callable[[], list[str]]:
    def why() -> list[str]:
        sentences, lift = why_of(look)
        return [lift, *sentences] if lift else sentences

    return why


def _told(look: Look) -> Callable[[], CustomerFile]:
    """Return what makes the file as it may be taken along."""
    masking = picked_masking()

    def told() -> CustomerFile:
        if not masking.how:
            return look.found
        fields = look.found.fields
        known = {"customer": look.customer, "name": fields["name"].text, "phone": fields["phone"].text}
        frame = pa.table({name: pa.array([text], pa.string()) for name, text in known.items()})
        return masked_file(look.found, masking.masker(frame))

    return told
