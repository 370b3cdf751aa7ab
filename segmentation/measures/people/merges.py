"""Which records may be one person, side by side with what says so; and what a person has said of who is who."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa

from segmentation.language.i18n import N_, counter, format_count, format_money_short, listed, translator
from segmentation.measures.grades.grading import default_as_of
from segmentation.measures.managers.today import holders_on
from segmentation.warehouse import Warehouse

MOST_ALIKE = 20  # records with one phone or name; what more of them carry is a filler, the house's own number, a form of address
EVIDENCE: Mapping[str, str] = {"phone": N_("same phone"), "email": N_("same e-mail"), "name": N_("same name")}
BESIDE = ("name", "phone", "email", "module", "manager", "visits", "total_spend", "first_visit", "last_visit")


@dataclass(frozen=True)
class Proposal:
    """Two records that may be one person: ``survivor`` and ``gone`` are rows with customer and the fields of ``BESIDE``.

    ``evidence`` are keys of ``EVIDENCE``, the strongest first.
    """

    survivor: Mapping[str, Any]
    gone: Mapping[str, Any]
    evidence: tuple[str, ...]

    @property
    def pair(self) -> tuple[str, str]:
        return self.survivor["customer"], self.gone["customer"]

    @property
    def spend(self) -> Decimal:
        """What both have brought (CNY)."""
        return self.survivor["total_spend"] + self.gone["total_spend"]


def surviving_key(warehouse: Warehouse, store_id: int, customer: str) -> str:
    """Return the key under which ``customer`` (a key) counts: that of the record into which his was merged, else his own."""
    found = warehouse.cursor().execute(
        "select customer_key from same_people where store_id = $store and own_key = $customer",
        {"store": store_id, "customer": customer},
    ).fetchall()
    return found[0][0] if found else customer


def read_pairs(warehouse: Warehouse, store_id: int) -> pa.Table:
    """Return the pairs of records that may be one person: survivor, gone, evidence; the surest first, then most money.

    Each record that would go stands once, with the one that it fits best. A pair that a person refused is none.
    """
    return warehouse.table("measures/people/merge_proposals", store=store_id, most=MOST_ALIKE)


def read_proposals(
    warehouse: Warehouse, store_id: int, pairs: pa.Table, as_of: date | None = None, on: date | None = None
) -> list[Proposal]:
    """Return ``pairs`` (rows of ``read_pairs``) with both records side by side: money and visits of all days, managers of ``on``.

    ``as_of`` is the day up to which bills name managers (None: the last with a bill), and ``on`` is that day where it is None.
    """
    rows = pairs.to_pylist()
    keys = list(dict.fromkeys(row[side] for row in rows for side in ("survivor", "gone")))
    day = as_of or default_as_of(warehouse, store_id) or date.min
    frames = {
        "asked": pa.table({"customer_key": pa.array(keys, pa.string())}),
        "holders": holders_on(warehouse, store_id, day, on or day),
    }
    beside = warehouse.over("measures/people/records_beside", frames, store=store_id).to_pylist()
    records = {row["customer"]: row for row in beside}
    return [Proposal(records[row["survivor"]], records[row["gone"]], tuple(row["evidence"].split())) for row in rows]


def read_said(warehouse: Warehouse, store_id: int) -> list[dict[str, Any]]:
    """Return what was said of who is who and holds, the newest first.

    batch, rule (merged, refused, parted), customer and name, other and other_name, said_on, person (the key under which
    ``customer`` counts), visits and total_spend (CNY) of the bills under ``other`` alone.
    """
    return warehouse.rows("measures/people/said_of_people", store=store_id)


def evidence_text(evidence: Sequence[str], lang: str) -> str:
    """Return in words what says that two records are one person.

    >>> evidence_text(("phone", "name"), "en")
    'same phone, same name'
    """
    _ = translator(lang)
    return listed((_(EVIDENCE[each]) for each in evidence), lang)


def finding_proposals(proposals: Sequence[Proposal], pairs: int, lang: str) -> str:
    """Return in words how many pairs may be one person, and the first of ``proposals`` with what says so."""
    _, _n = translator(lang), counter(lang)
    if not pairs:
        return _("No two records look like one person.")
    text = _n("{count} pair of records may be one person.", "{count} pairs of records may be one person.", pairs)
    said = text.format(count=format_count(pairs, lang))
    if not proposals:
        return said
    first = proposals[0]
    name, other = pair_names(first, lang)
    more = _("First {name} and {other}: {evidence}, {money} together.").format(
        name=name, other=other, evidence=evidence_text(first.evidence, lang),
        money=format_money_short(first.spend, lang),
    )
    return said + ("" if lang == "zh" else " ") + more


def pairs_frame(proposals: Sequence[Proposal], lang: str) -> pa.Table:
    """Return proposals as a list, two rows a pair: pair_no, evidence (in words), then who each is and what each has come to."""
    columns = ("name", "phone", "module", "manager", "visits", "total_spend", "first_visit", "last_visit", "customer")
    rows = [
        {"pair_no": number, "evidence": evidence_text(each.evidence, lang), **{name: record[name] for name in columns}}
        for number, each in enumerate(proposals, 1) for record in (each.survivor, each.gone)
    ]
    kinds = {
        "pair_no": pa.int64(), "visits": pa.int64(), "total_spend": pa.decimal128(18, 2), "first_visit": pa.date32(),
        "last_visit": pa.date32(),
    }
    schema = pa.schema([(name, kinds.get(name, pa.string())) for name in ("pair_no", "evidence", *columns)])
    return pa.Table.from_pylist(rows, schema)


def record_name(record: Mapping[str, Any]) -> str:
    """Return what a record is called: its name, else its key."""
    return record["name"] or record["customer"]


def pair_names(proposal: Proposal, lang: str) -> tuple[str, str]:
    """Return what the two records of a proposal are called, the one that would survive first; with keys where both are alike."""
    records = proposal.survivor, proposal.gone
    one, other = map(record_name, records)
    if one == other:
        text = translator(lang)("{text} ({detail})")
        one, other = (text.format(text=record_name(each), detail=each["customer"]) for each in records)
    return one, other
