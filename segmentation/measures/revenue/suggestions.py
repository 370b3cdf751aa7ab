"""For customers without a module: the one that the name suggests. It is shown, and applied only when a person accepts it."""

from __future__ import annotations

import pyarrow as pa

from segmentation.measures.revenue.composition import unclassified_no
from segmentation.settings.modules import BREAKS, modules_frame, needles_frame, read_modules, texts_frame
from segmentation.warehouse import Warehouse


def list_suggestions(warehouse: Warehouse, store_id: int) -> pa.Table:
    """Return what the names of a store's customers suggest, for those without a module that its list knows.

    One row per customer whose name suggests a module, the highest contribution first: customer, name, module (the text
    there is, or null), suggested (a module's key), code, word (what was found in the name), contribution (CNY, of all
    bills). Nothing is written. The rule is that of ``modules.suggest``.
    """
    modules = read_modules(warehouse, store_id)
    texts = warehouse.cursor().execute(
        "select distinct module from customers where store_id = $store and module is not null", {"store": store_id}
    ).fetchall()
    frames = {
        "modules": modules_frame(modules),
        "module_texts": texts_frame(modules, [text for (text,) in texts]),
        "needles": needles_frame(modules),
    }
    return warehouse.over(
        "measures/revenue/suggestions", frames, store=store_id, breaks=BREAKS, unclassified=unclassified_no(modules)
    )
