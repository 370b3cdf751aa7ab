"""The words that a page speaks by: those of the trade of the store that is looked at."""

from __future__ import annotations

from functools import lru_cache

from pages.shared.house import current_warehouse, stores
from pages.shared.view import to_look_at
from segmentation.language.wording import common_words, use_words
from segmentation.settings.trades import words_of
from segmentation.warehouse import Warehouse

SEVERAL = ("compare",)  # pages on which houses stand side by side


def settle_words(page: str) -> None:
    """Speak from now on, in this run, by the words of the store looked at; where houses are compared, by those of all of them."""
    looked_at = to_look_at()
    asked = [row["store_id"] for row in stores()] if page in SEVERAL else [looked_at] if looked_at else []
    warehouse = current_warehouse()
    use_words(common_words(_words_of(warehouse.version, warehouse, each) for each in asked))


@lru_cache(256)
def _words_of(version: str, warehouse: Warehouse, store_id: int) -> str:
    return words_of(warehouse, store_id)
