"""Whole slides without a name or phone of a customer: all of them first tell whom they show, then each is masked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from segmentation.exports.masking import Masker, mask_slide
from segmentation.story import Chart, Slide, Table

Customer = tuple[str, str | None, str | None]


def mask_slides(slides: Sequence[Slide], labels: Iterable[str] = ()) -> tuple[Slide, ...]:
    """Return the slides with every customer's name and phone masked, the same customer alike on all of them.

    ``labels`` are words of ours (tiers, modules) that stay even where a customer is called so.
    """
    ours = {category.label for slide in slides for chart in _charts(slide) if not chart.secret for category in chart.categories}
    masker = Masker([customer for slide in slides for customer in _customers(slide)], {*labels, *ours})
    return tuple(mask_slide(slide, masker) for slide in slides)


def _charts(slide: Slide) -> tuple[Chart, ...]:
    return (*slide.charts, slide.strip) if slide.strip else slide.charts


def _customers(slide: Slide) -> Iterator[Customer]:
    for chart in _charts(slide):
        for category in chart.categories if chart.secret else ():
            yield _customer({chart.secret: category.label})
    if slide.table:
        yield from _in_table(slide.table)


def _in_table(table: Table) -> Iterator[Customer]:
    secrets = [column.secret for column in table.columns]
    if any(secrets):
        for row in table.rows:
            yield _customer({secret: cell for secret, cell in zip(secrets, row, strict=True) if secret})


def _customer(found: dict[str, object]) -> Customer:
    key, name, phone = (found.get(secret) for secret in ("customer", "name", "phone"))
    return str(key or ""), name and str(name), phone and str(phone)
