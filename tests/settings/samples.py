"""A scheme and a slide of an owner."""

from datetime import date, datetime
from decimal import Decimal

from segmentation.schemes import load_scheme
from segmentation.settings.own_schemes import (
    copy_text,
)
from segmentation.slides import Category, Chart, Column, Series, Slide, Table

NOON, LATER = datetime(2026, 9, 30, 12), datetime(2026, 10, 1, 8, 30)
LABEL = {"zh": "本店", "en": "Ours"}


def ours(key="ours", base="cards"):
    return copy_text(load_scheme(base), key, LABEL)


def slide(title):
    pie = Chart("pie", title, "", (Category("A", "#0072B2"),), (Series("Money", "money", (Decimal("0.10"),)),))
    return Slide(title, (pie,), Table((Column("Name", secret="name"),), (("=1+1",),)), as_of=date(2026, 9, 30))
