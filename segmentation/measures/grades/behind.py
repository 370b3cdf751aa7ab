"""Who stands behind a mark of a chart: its ``slides.Behind`` as filters of a graded list, and in words."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.language.i18n import N_, count_customers, format_money_short, translator
from segmentation.measures.grades.customers import Choice, Filters, customers_page
from segmentation.measures.revenue.composition import UNGRADED
from segmentation.schemes import Scheme
from segmentation.settings.modules import UNCLASSIFIED, Modules, texts_frame
from segmentation.slides import Behind
from segmentation.warehouse import Warehouse


def graded_behind(
    behind: Behind, grades: pa.Table, warehouse: Warehouse, scheme: Scheme, modules: Modules
) -> pa.Table | None:
    """Return those of a graded list who stand behind a mark, of a tier, a module, or both: highest contribution first.

    As in the slices, who has neither a tier nor a visit yet is left out. None for what is no tier or module that there is.
    """
    filters = filters_behind(behind, grades, scheme, modules)
    if filters is None:
        return None
    rows = customers_page(grades, warehouse, filters, "contribution", None, descending=True).rows
    return rows.filter(pc.or_(pc.is_valid(rows["tier"]), pc.is_valid(rows["last_visit"])))


def finding_behind(what: str, rows: pa.Table, lang: str) -> str:
    """Return how many stand behind a mark, and what they bring: "A: 38 customers, ¥4.67M"."""
    money = format_money_short(pc.sum(rows["contribution"]).as_py() or 0, lang)
    return translator(lang)(N_("{what}: {customers}, {money}")).format(
        what=what, customers=count_customers(rows.num_rows, lang), money=money
    )


def filters_behind(behind: Behind, grades: pa.Table, scheme: Scheme, modules: Modules) -> Filters | None:
    """Return the filters that let those pass of ``grades`` who are of the tier, the module, or both, of a mark.

    A module is found under every text that means it; unclassified is who has none, or one that the list does not know. None for
    what is no tier or module that there is.
    """
    wanted = dict(behind)
    tiers: tuple[Choice, ...] = ()
    if "tier" in wanted:
        if wanted["tier"] not in (*scheme.tier_keys, UNGRADED):
            return None
        tiers = (None if wanted["tier"] == UNGRADED else wanted["tier"],)
    texts: tuple[Choice, ...] = ()
    if "module" in wanted:
        texts = _texts(wanted["module"], grades, modules)
        if not texts:
            return None
    return Filters(tiers=tiers, modules=texts) if tiers or texts else None


def _texts(key: str, grades: pa.Table, modules: Modules) -> tuple[Choice, ...]:
    """Return the texts that mean a module; none where there is no such module."""
    keys = [module.key for module in modules]
    if key not in keys:
        return ()
    every = grades["module"].unique().to_pylist()
    known: Mapping[str, int] = {
        row["text"]: row["module_no"] for row in texts_frame(modules, [text for text in every if text]).to_pylist()
    }
    number, rest = keys.index(key), keys.index(UNCLASSIFIED)
    texts = tuple(text for text in every if text is not None and known.get(text, rest) == number)
    return (*texts, None) if key == UNCLASSIFIED else texts or (key,)


def behind_text(behind: Behind, scheme: Scheme, modules: Modules, lang: str) -> str:
    """Return what a mark is called: its module, its tier, or both."""
    wanted = dict(behind)
    names = [module.name[lang] for module in modules if module.key == wanted.get("module")]
    if wanted.get("tier") == UNGRADED:
        names.append(scheme.ungraded[lang])
    elif "tier" in wanted:
        names.append(scheme.tier(wanted["tier"]).label[lang])
    return " · ".join(names)
