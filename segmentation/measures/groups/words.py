"""Saved groups in words: the filter as people say it, and what became of a group."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from segmentation.fields import label
from segmentation.language.i18n import count_customers, counter, format_count, format_day, format_money_short, translator
from segmentation.language.i18n import listed as joined_names
from segmentation.measures.groups.members import Moves, Size
from segmentation.schemes import Scheme
from segmentation.settings.groups import Condition


def condition_text(
    condition: Condition, listed: int | None, scheme: Scheme | None, lang: str, *, quoted: bool = True
) -> str:
    """Return whom a group lets pass: "A, B · Module: 政府 · at most 60 days since the last visit".

    Grades go by their keys where their ``scheme`` is gone. Unless it is ``quoted``, the text looked for, which may be somebody's
    name, is only said to be there.

    >>> condition_text(Condition(tiers=("A", None), recency_from=30, recency_to=60, text="王"), 12, None, "en")
    'a list of 12 customers · A, no grade · 30–60 days since the last visit · “王”'
    """
    _, _n, said = translator(lang), counter(lang), []
    if listed is not None:
        text = _n("a list of {count} customer", "a list of {count} customers", listed)
        said.append(text.format(count=format_count(listed, lang)))
    if condition.tiers:
        said.append(joined_names((_tier(tier, scheme, lang) for tier in condition.tiers), lang))
    for name, values in (("module", condition.modules), ("manager", condition.managers), ("region", condition.regions)):
        if values:
            told = joined_names((value or _("None given") for value in values), lang)
            said.append(_("{name}: {value}").format(name=label(name, lang), value=told))
    low, high = condition.recency_from, condition.recency_to
    if low is not None and high is not None:
        said.append(_("{low}–{high} days since the last visit").format(low=low, high=high))
    elif low is not None:
        said.append(_("at least {days} days since the last visit").format(days=low))
    elif high is not None:
        said.append(_("at most {days} days since the last visit").format(days=high))
    if condition.text:
        said.append(_("“{text}”").format(text=condition.text) if quoted else _("with a text"))
    return " · ".join(said)


def finding_group(moves: Moves, lang: str) -> str:
    """Return how large a group is, what it brings, and who joined and left since the first of two days."""
    _ = translator(lang)
    now = _("{group}: {customers}, contribution {money}.").format(
        group=moves.group.name, customers=count_customers(moves.members.num_rows, lang),
        money=format_money_short(moves.contribution, lang),
    )
    joined, left, day = moves.joined.num_rows, moves.left.num_rows, format_day(moves.first, lang)
    if not joined and not left:
        text = _("Since {day} nobody joined or left.")
    elif moves.asleep:
        text = _("Since {day} {joined} joined and {left} left, {asleep} of them asleep now.")
    else:
        text = _("Since {day} {joined} joined and {left} left.")
    then = text.format(
        day=day, joined=format_count(joined, lang), left=format_count(left, lang), asleep=format_count(moves.asleep, lang)
    )
    return now + ("" if lang == "zh" else " ") + then


def finding_groups(found: Sequence[Moves], lang: str) -> str:
    """Return how many groups there are and which of them changed most; what of them can be told, one at least."""
    _, _n = translator(lang), counter(lang)
    said = _n("{count} saved group.", "{count} saved groups.", len(found)).format(count=format_count(len(found), lang))
    most = max(found, key=_moved)
    if _moved(most):
        text = _("Most moved since {day}: {group}, {joined} joined and {left} left.").format(
            day=format_day(most.first, lang), group=most.group.name, joined=format_count(most.joined.num_rows, lang),
            left=format_count(most.left.num_rows, lang),
        )
    else:
        text = _("Since {day} nobody joined or left any of them.").format(day=format_day(most.first, lang))
    return said + ("" if lang == "zh" else " ") + text


def told(moves: Iterable[Moves | None]) -> list[Moves]:
    """Return those that can be told."""
    return [each for each in moves if each is not None]


def _moved(moves: Moves) -> int:
    return moves.joined.num_rows + moves.left.num_rows


def _tier(tier: str | None, scheme: Scheme | None, lang: str) -> str:
    if tier is None:
        return translator(lang)("no grade") if scheme is None else scheme.ungraded[lang]
    return tier if scheme is None or tier not in scheme.tier_keys else scheme.tier(tier).label[lang]


def finding_sizes(sizes: Sequence[Size], lang: str) -> str:
    """Return how many are in a group on the last day, and how many were on the first where there are two."""
    _ = translator(lang)
    now = count_customers(sizes[-1].customers, lang)
    if len(sizes) == 1:
        return now
    before = format_count(sizes[0].customers, lang)
    return _("{customers} now, {before} on {day}").format(customers=now, before=before, day=format_day(sizes[0].day, lang))
