"""Who stands behind a mark of a chart: its ``slides.Behind`` as filters of a graded list, and in words."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.fields import label
from segmentation.language.i18n import N_, count_customers, counter, format_count, format_money_short, translator
from segmentation.measures.grades.customers import Choice, Filters, customers_page
from segmentation.measures.revenue.composition import UNGRADED
from segmentation.measures.revenue.receivables import AGES
from segmentation.measures.revenue.stored_value import FLOWS
from segmentation.schemes import Scheme
from segmentation.settings.modules import UNCLASSIFIED, Modules, texts_frame
from segmentation.slides import Behind
from segmentation.warehouse import Warehouse

WEEK = 7  # days
OF = {
    "period": N_("{what}: {customers}, contribution in this period alone {money}"),
    "window": N_("{what}: {customers}, contribution in the whole window {money}"),
}
BROUGHT = {"all": N_("Identified customers"), "active": N_("Active customers")}


def graded_behind(
    behind: Behind, grades: pa.Table, warehouse: Warehouse, scheme: Scheme, modules: Modules, active_days: int = 0
) -> pa.Table | None:
    """Return those of a graded list who stand behind a mark, highest contribution first.

    A mark is of a tier, a module, a score of the scheme, so many weeks of silence, any of them together, or of several slices
    (``others``); or of whoever ``brought`` something, be it all or those ``active_days`` make active. As in the slices, who has
    neither a tier nor a visit yet is left out. None for what there is not.
    """
    wanted = dict(behind)
    if "others" in wanted:
        return _of_slices(wanted["others"], grades, warehouse, scheme, modules)
    filters = filters_behind(behind, grades, scheme, modules, active_days)
    if filters is None:
        return None
    rows = customers_page(grades, warehouse, filters, "contribution", None, descending=True).rows
    for name in _scores(behind, scheme):
        rows = rows.filter(pc.equal(rows[name].cast(pa.string()), wanted[name]))
    if "brought" in wanted:
        return rows.filter(pc.or_(pc.greater(rows["frequency"], 0), pc.not_equal(rows["contribution"], 0)))
    return rows.filter(pc.or_(pc.is_valid(rows["tier"]), pc.is_valid(rows["last_visit"])))


def _of_slices(
    keys: str, grades: pa.Table, warehouse: Warehouse, scheme: Scheme, modules: Modules
) -> pa.Table | None:
    """Return those of several slices, whose keys stand apart by blanks; None where one of them is no slice."""
    tiers = [(("tier", key),) for key in (*scheme.tier_keys, UNGRADED)]
    parts = [(("module", module.key),) for module in modules]
    every = (*tiers, *parts, *(part + tier for part in parts for tier in tiers))
    known = {":".join(key for _name, key in each): each for each in every}
    wanted = keys.split()
    if not wanted or not {*wanted} <= {*known}:
        return None
    slices = [graded_behind(known[key], grades, warehouse, scheme, modules) for key in dict.fromkeys(wanted)]
    return pa.concat_tables(slices).sort_by([("contribution", "descending"), ("customer", "ascending")])


def money_behind(rows: pa.Table) -> str:
    """Return the column of what a mark draws: what they bring, else what they owe, have stored or spent after a draw."""
    return next(name for name in ("contribution", *AGES, *FLOWS, "balance", "spent_since") if name in rows.column_names)


def finding_behind(what: str, rows: pa.Table, lang: str, of: str = "") -> str:
    """Return how many stand behind a mark, and what they bring, owe or have stored: "A: 38 customers, contribution ¥4.67M".

    Where a page tells the money of two lengths of time, ``of`` says which it is: that of a "period", or of the whole "window".
    """
    column = money_behind(rows)
    money = format_money_short(pc.sum(rows[column]).as_py() or 0, lang)
    text = N_("{what}: {customers}, contribution {money}") if column == "contribution" else N_("{what}: {customers}, {money}")
    if column == "contribution" and of:
        text = OF[of]
    return translator(lang)(text).format(what=what, customers=count_behind(rows, lang), money=money)


def count_behind(rows: pa.Table, lang: str) -> str:
    """Return how many customers stand behind a mark; where some were drawn several times, how often they were too."""
    customers = pc.count_distinct(rows["customer"], mode="all").as_py() if "drawn_on" in rows.column_names else rows.num_rows
    said = count_customers(customers, lang)
    if customers == rows.num_rows:
        return said
    return translator(lang)("{drawn} drawn, {customers}").format(drawn=format_count(rows.num_rows, lang), customers=said)


def filters_behind(
    behind: Behind, grades: pa.Table, scheme: Scheme, modules: Modules, active_days: int = 0
) -> Filters | None:
    """Return the filters that let those pass of ``grades`` who are of the tier, the module and the silence of a mark.

    A module is found under every text that means it; unclassified is who has none, or one that the list does not know. None for
    what is no tier, module, score or silence that there is.
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
    weeks = wanted.get("silent")
    if weeks is not None and not (weeks.isascii() and weeks.isdigit() and len(weeks) < 5):
        return None
    if wanted.get("brought", "all") not in BROUGHT:
        return None
    if not (tiers or texts or weeks or "brought" in wanted or _scores(behind, scheme)):
        return None
    return Filters(
        tiers=tiers, modules=texts, recency_from=WEEK * int(weeks) if weeks else None,
        recency_to=active_days if wanted.get("brought") == "active" else None,
    )


def _scores(behind: Behind, scheme: Scheme) -> list[str]:
    """Return the score columns that a mark is of."""
    return [name for name, _value in behind if name in scheme.score_columns]


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
    """Return what a mark is called: its module, its tier, its scores, its silence, or several of them."""
    _, _n = translator(lang), counter(lang)
    wanted = dict(behind)
    if "others" in wanted:
        return _("Other")
    names = [module.name[lang] for module in modules if module.key == wanted.get("module")]
    if wanted.get("tier") == UNGRADED:
        names.append(scheme.ungraded[lang])
    elif "tier" in wanted:
        names.append(scheme.tier(wanted["tier"]).label[lang])
    names += [f"{label(name, lang)}{wanted[name]}" for name in _scores(behind, scheme)]
    if "brought" in wanted:
        names.append(_(BROUGHT[wanted["brought"]]))
    if weeks := wanted.get("silent"):
        text = _n("Silent for {weeks} week or longer", "Silent for {weeks} weeks or longer", int(weeks))
        names.append(text.format(weeks=format_count(int(weeks), lang)))
    return " · ".join(names)
