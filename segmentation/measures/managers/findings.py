"""What is said of an assignment: who has nobody, what is proposed and why, who finds no room and what would help."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.language.i18n import counter, format_count, format_day, format_money_short, format_ratio, listed, translator
from segmentation.measures.managers.assign import ANY_RANK, NO_MANAGER, RANKS, Assignment
from segmentation.measures.managers.handover import Followed, Handover
from segmentation.measures.managers.register import Manager

LONGEST = 40  # characters of a name in a sentence
NAMED = 3  # managers in a title


def finding_assignment(found: Assignment, lang: str) -> str:
    """Return how many customers have nobody, what they bring and for whom they are proposed; who finds no room."""
    _, _n = translator(lang), counter(lang)
    if not found.nobody.customers:
        return _("Every customer is looked after by somebody.")
    share = found.nobody.contribution / found.whole if found.whole > 0 and 0 <= found.nobody.contribution <= found.whole else None
    said = {
        "count": format_count(found.nobody.customers, lang), "money": format_money_short(found.nobody.contribution, lang),
        "share": "–" if share is None else format_ratio(share, lang, 1),
    }
    texts = [
        _n("{count} customer has nobody: {money}.", "{count} customers have nobody: {money}.", found.nobody.customers),
        _n(
            "{count} customer has nobody: {money}, {share} of customers' revenue.",
            "{count} customers have nobody: {money}, {share} of customers' revenue.", found.nobody.customers,
        ),
    ]
    if found.named:  # bills name somebody, who counts as theirs on other pages until it is decided
        texts = [
            _n(
                "{count} customer is assigned to nobody: {money}.", "{count} customers are assigned to nobody: {money}.",
                found.nobody.customers,
            ),
            _n(
                "{count} customer is assigned to nobody: {money}, {share} of customers' revenue.",
                "{count} customers are assigned to nobody: {money}, {share} of customers' revenue.", found.nobody.customers,
            ),
        ]
    sentences = [texts[share is not None].format(**said)]
    proposed, left = found.proposals.num_rows, found.unplaced.num_rows
    takers = len({*found.proposals["manager"].to_pylist()})
    if proposed:
        text = _n("{count} proposed for {managers}.", "{count} proposed for {managers}.", proposed)
        if proposed == found.nobody.customers:
            text = _n("The one is proposed for {managers}.", "All {count} are proposed for {managers}.", proposed)
        managers = _n("{count} manager", "{count} managers", takers).format(count=format_count(takers, lang))
        sentences.append(text.format(count=format_count(proposed, lang), managers=managers))
    if left and found.in_office:
        sentences.append(finding_room(found, lang))
    return (" " if lang == "en" else "").join(sentences)


def finding_load(found: Assignment, managers: Sequence[Manager], lang: str) -> str:
    """Return who of the managers takes most customers once all is accepted, and who is full then."""
    _ = translator(lang)
    more = {each.name: (found.claimed[each.name] + found.matched[each.name]).customers for each in managers}
    most = max(more, key=more.__getitem__, default=None)
    full = [each.name[:LONGEST] for each in managers if found.after(each.name).customers >= each.capacity]
    who = listed(full[:NAMED], lang) + (" …" if len(full) > NAMED else "")
    if most is None or not more[most]:
        return _("Full are {managers}").format(managers=who) if full else _("Everybody has room")
    if full:
        return _("{manager} takes most once all is accepted; full then: {managers}").format(manager=most[:LONGEST], managers=who)
    return _("{manager} takes most once all is accepted; everybody still has room").format(manager=most[:LONGEST])


def finding_leavers(leavers: Sequence[tuple[Manager, int]], lang: str) -> str:
    """Return who leaves, or has left, and still has customers (``read_leavers``); "" for nobody."""
    _, _n = translator(lang), counter(lang)
    said = [
        _n(
            "{name}, whose last day is {day}, still has {count} customer",
            "{name}, whose last day is {day}, still has {count} customers", count,
        ).format(name=manager.name[:LONGEST], day=format_day(manager.until_day, lang), count=format_count(count, lang))
        for manager, count in leavers[:NAMED]
    ]
    if len(leavers) > NAMED:
        said.append(_("{count} more managers likewise").format(count=format_count(len(leavers) - NAMED, lang)))
    return _("{list}: nobody looks after them until they are handed over.").format(list=_("; ").join(said)) if said else ""


def finding_room(found: Assignment, lang: str) -> str:
    """Return of which grades how many find no room."""
    _, _n = translator(lang), counter(lang)
    counts = left_by_tier(found)
    tiers = listed((
        _("{count} of grade {tier}").format(count=format_count(count, lang), tier=tier) for tier, count in counts.items()
    ), lang)
    return _n("{list} finds no room.", "{list} find no room.", sum(counts.values())).format(list=tiers)


def finding_handover(found: Handover, lang: str) -> str:
    """Return how many customers a manager leaves and what they bring, and who of them finds no room."""
    _, _n = translator(lang), counter(lang)
    count, left = found.customers.num_rows, found.unplaced.num_rows
    name = found.manager.name[:LONGEST]
    if count:
        text = _n(
            "{name} looks after {count} customer: {money} of the last 365 days are at risk.",
            "{name} looks after {count} customers: {money} of the last 365 days are at risk.", count,
        )
        money = format_money_short(found.revenue_at_risk, lang)
        sentences = [text.format(name=name, count=format_count(count, lang), money=money)]
    else:
        sentences = [_("{name} looks after nobody.").format(name=name)]
    if left:
        text = _n("{count} of them finds nobody with room.", "{count} of them find nobody with room.", left)
        sentences.append(text.format(count=format_count(left, lang)))
    return (" " if lang == "en" else "").join(sentences)


def finding_followed(followed: Followed, lang: str) -> str:
    """Return what became of those handed over: how many still come, and what they brought before and since."""
    text = translator(lang)(
        "{day} days after the handover of {date}: {kept} still come, {lost} no more; {before} in the {day} days before, "
        "{after} since."
    )
    own = followed.own
    if own.silent:
        text = translator(lang)(
            "{day} days after the handover of {date}: {kept} still come, {lost} no more, {silent} had not come in the "
            "{day} days before; {before} in the {day} days before, {after} since."
        )
    return text.format(
        day=followed.day, silent=format_count(own.silent, lang), date=format_day(followed.handed_on, lang),
        kept=format_count(own.kept, lang),
        lost=format_count(own.lost, lang), before=format_money_short(own.money_before, lang),
        after=format_money_short(own.money_after, lang),
    )


def finding_book(book: pa.Table, lang: str) -> str:
    """Return how many of a book (``read_book``) have something promised, a note, a phone."""
    said = {
        "promised": book["next_day"], "noted": pc.coalesce(book["note"], book["last_note"]), "phones": book["phone"],
    }
    counts = {name: format_count(len(column) - column.null_count, lang) for name, column in said.items()}
    return translator(lang)("{promised} with an open promise, {noted} with notes, {phones} with a phone").format(**counts)


def left_by_tier(found: Assignment) -> dict[str, int]:
    """Return how many of each grade are placed with nobody: the places that are missing; grades without any are left out."""
    tiers = found.unplaced["tier"].to_pylist()
    return {tier: tiers.count(tier) for tier in found.tiers if tier in tiers}


def why_no_room(found: Assignment, tier: str, lang: str) -> str:
    """Return why customers of a grade find no room: whose rank may hold it, and that they are full."""
    _ = translator(lang)
    if not found.in_office:
        return _("No manager is in office on this day.")
    managers, is_near = found.may_hold(tier)
    names = listed((
        _("{name} ({customers}/{capacity})").format(
            name=each.name[:LONGEST], customers=format_count(found.after(each.name).customers, lang),
            capacity=format_count(each.capacity, lang),
        )
        for each in managers[:3]
    ), lang)
    if len(managers) > 3:
        names = _("{names} and {count} more").format(names=names, count=format_count(len(managers) - 3, lang))
    text = _("Grade {tier} goes to rank {ranks}; full: {names}.")
    if is_near:
        text = _("Grade {tier} goes to rank {ranks}, which nobody has; the nearest are full: {names}.")
    return text.format(tier=tier, ranks=ranks_text(tier), names=names)


def ranks_text(tier: str) -> str:
    """Return the ranks that may hold a grade.

    >>> ranks_text("C")
    '3–5'
    """
    return "–".join(map(str, RANKS.get(tier, ANY_RANK)))


def reason_text(row: Mapping[str, Any], lang: str, *, counts_bills: bool = False) -> str:
    """Return why a proposal (a row of ``Assignment.proposals``) goes to its manager."""
    _, _n = translator(lang), counter(lang)
    if row["step"] == "claim":
        said = {
            "visits": format_count(row["visits"], lang), "all": format_count(row["frequency"], lang), "manager": row["manager"],
        }
        text = _n("Claim: {visits} visit with {manager}", "Claim: {visits} visits with {manager}", row["visits"])
        if not counts_bills and row["visits"] < row["frequency"]:
            text = _("Claim: {all} visits, {visits} of them with {manager}")
        if row["next_manager"] is not None:
            text += _("; {next_visits} with {next}")
            said |= {"next": row["next_manager"], "next_visits": format_count(row["next_visits"], lang)}
        return text.format(**said)
    text = _("Match: grade {tier} goes to rank {ranks}, {manager} carries least ({customers}/{capacity})")
    if row["is_near"]:
        text = _("Match: nobody of rank {ranks} for grade {tier}; {manager} is nearest, carries least ({customers}/{capacity})")
    return text.format(
        tier=row["tier"], ranks=ranks_text(row["tier"]), manager=row["manager"], customers=format_count(row["customers"], lang),
        capacity=format_count(row["capacity"], lang),
    )


def named_text(found: Assignment, lang: str) -> str:
    """Return how many of those without an assigned manager are named by their bills; "" for none."""
    _n = counter(lang)
    if not found.named:
        return ""
    text = _n(
        "The bills of {count} of them name a manager, but nobody has decided it.",
        "The bills of {count} of them name a manager, but nobody has decided it.", found.named,
    )
    return text.format(count=format_count(found.named, lang))


def unplaced_text(row: Mapping[str, Any], lang: str) -> str:
    """Return why a customer (a row of ``Assignment.unplaced``) is proposed to nobody."""
    _ = translator(lang)
    if row["reason"] == NO_MANAGER:
        return _("Nobody is in office")
    text = _("No room: grade {tier} goes to rank {ranks}, and whoever may take it is full")
    return text.format(tier=row["tier"], ranks=ranks_text(row["tier"]))


def ranks_note(found: Assignment, lang: str) -> str:
    """Return what ranks would change while none of those in office is set; "" once one is."""
    if not found.in_office or any(found.register.said.get(each.name, {}).get("rank") for each in found.in_office):
        return ""
    text = translator(lang)("No rank is set yet: once it is, A goes to ranks {ranks} first.")
    return text.format(ranks=ranks_text("A"))
