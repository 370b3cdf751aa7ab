"""Who stands where: the place and quartile of each house on each ratio of a month, and the nearest house that does better.

Quartile rule: the place of a house is 1 + how many houses are better on the ratio in that month, so houses with equal values
share the better place; its quartile is 1 + the whole part of 4 × (place − 1) ÷ houses, 1 the best. Of five houses places 1 and 2
are in the first. Fewer than four houses have places, and no quartiles. More than half of the houses with one value have none
either: so many are no quarter, and nobody among them is ahead. A house without a value is not among them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

import pyarrow as pa

from segmentation.language.i18n import format_count, format_money, format_month, format_ratio, listed, translator
from segmentation.measures.benchmark.collection import collection_values
from segmentation.measures.benchmark.ratios import RATIOS, MonthRatios
from segmentation.warehouse import Warehouse

QUARTERS_FROM = 4  # houses
CENT = Decimal("0.01")
CLOSE = Decimal("0.1")  # percentage points; below it a digit more, so that what is apart is not 0.0 apart


@dataclass(frozen=True)
class Standing:
    """Where a house stands on a ratio in a month: ``place`` of ``of`` houses, ``quartile`` 1–4 (None below four houses).

    ``alike`` houses have this value, itself among them; where more than half have it there is no quartile, and it is not judged.
    ``nearest_better`` is the house that is next better and ``distance`` how far it is, above 0; both None for the best. Values
    are shares with four decimals, or CNY with two.
    """

    house: str
    month: date
    ratio: str
    value: Decimal
    place: int
    of: int
    quartile: int | None = None
    nearest_better: str | None = None
    distance: Decimal | None = None
    alike: int = 1


@dataclass(frozen=True)
class Benchmark:
    """Where every house stands on every ratio in every month; ``houses`` are those with a value, by name."""

    standings: tuple[Standing, ...]

    @cached_property
    def houses(self) -> tuple[str, ...]:
        """The houses, in the order of their names."""
        return tuple(sorted({each.house for each in self.standings}))

    @cached_property
    def months(self) -> tuple[date, ...]:
        """The months with a value of any house, in order."""
        return tuple(sorted({each.month for each in self.standings}))

    @property
    def best_month(self) -> date | None:
        """The month that most houses tell of, the last of several; None without any."""
        pairs = Counter(month for _house, month in {(each.house, each.month) for each in self.standings})
        return max(pairs, key=lambda month: (pairs[month], month), default=None)

    def of(self, house: str, month: date) -> tuple[Standing, ...]:
        """Return where a house stands in a month, in the order of RATIOS."""
        return tuple(each for each in self.in_month(month) if each.house == house)

    def in_month(self, month: date) -> tuple[Standing, ...]:
        """Return where all houses stand in a month, in the order of RATIOS, house by house."""
        order = list(RATIOS)
        found = [each for each in self.standings if each.month == month]
        return tuple(sorted(found, key=lambda each: (order.index(each.ratio), each.house)))

    def trend(self, house: str, ratio: str) -> tuple[Decimal | None, ...]:
        """Return the ratio of a house in each of ``months``; None where it has no value."""
        found = {each.month: each.value for each in self.standings if (each.house, each.ratio) == (house, ratio)}
        return tuple(found.get(month) for month in self.months)

    def middle(self, ratio: str) -> tuple[Decimal | None, ...]:
        """Return the median of the houses in each of ``months``, None below four of them: with fewer it shows who they are."""
        found: list[Decimal | None] = []
        for month in self.months:
            values = sorted(each.value for each in self.standings if (each.month, each.ratio) == (month, ratio))
            half = len(values) // 2
            middle = values[half] if len(values) % 2 else sum(values[half - 1 : half + 1]) / 2 if values else None
            found.append(middle if len(values) >= QUARTERS_FROM else None)
        return tuple(found)


def read_benchmark(warehouse: Warehouse) -> Benchmark:
    """Return where every house of the collection stands; an empty collection gives nobody."""
    return place_houses(warehouse, collection_values(warehouse))


def place_houses(warehouse: Warehouse, values: pa.Table) -> Benchmark:
    """Return where houses stand by their ``values``: house, month, ratio, value (decimal of four places)."""
    ratios = pa.table({
        "ratio": pa.array([*RATIOS], pa.string()),
        "is_less_better": pa.array([each.is_less_better for each in RATIOS.values()], pa.bool_()),
    })
    rows = warehouse.over("measures/benchmark/standing", {"house_values": values, "ratios": ratios}).to_pylist()
    return Benchmark(tuple(
        Standing(
            row["house"], row["month"], row["ratio"], _value(row["ratio"], row["value"]), row["place"], row["houses"],
            row["quartile"], row["nearest_better"], _value(row["ratio"], row["distance"]), row["alike"],
        )
        for row in rows
    ))


def values_frame(months: Iterable[tuple[str, Sequence[MonthRatios]]]) -> pa.Table:
    """Return the values of houses (name, months) as ``place_houses`` reads them."""
    rows = [(house, each.month, key, value) for house, told in months for each in told for key, value in each.values.items()]
    columns = list(zip(*rows, strict=True)) or [()] * 4
    kinds = {"house": pa.string(), "month": pa.date32(), "ratio": pa.string(), "value": pa.decimal128(14, 4)}
    return pa.table({name: pa.array(column, kind) for (name, kind), column in zip(kinds.items(), columns, strict=True)})


def write_value(ratio: str, value: Decimal | None, lang: str) -> str:
    """Return a value of a ratio as people read it, "–" for None.

    >>> write_value("churn_rate", Decimal("0.1234"), "en"), write_value("spend", Decimal("88.50"), "en")
    ('12.3%', '¥88.50')
    """
    if value is None:
        return "–"
    return format_money(value, lang) if RATIOS[ratio].is_money else format_ratio(float(value), lang)


def write_distance(standing: Standing, lang: str) -> str:
    """Return how far the nearest better house is: percentage points, or CNY; "–" for the best.

    >>> write_distance(Standing("a", date(2026, 9, 1), "churn_rate", Decimal("0.2"), 2, 5, 1, "b", Decimal("0.0340")), "en")
    '3.4 points'
    """
    if standing.distance is None:
        return "–"
    if RATIOS[standing.ratio].is_money:
        return format_money(standing.distance, lang)
    points = standing.distance * 100
    return translator(lang)("{points} points").format(points=f"{points:.1f}" if points >= CLOSE else f"{points:.2f}")


def write_place(standing: Standing, lang: str) -> str:
    """Return a place in words, with its quarter where there are enough houses for quarters.

    >>> write_place(Standing("a", date(2026, 9, 1), "churn_rate", Decimal("0.2"), 2, 5, 1), "en")
    'best quarter (2 of 5)'
    """
    _ = translator(lang)
    if standing.of > 1 and not is_judged(standing):
        return _("{alike} of {count} alike").format(alike=standing.alike, count=format_count(standing.of, lang))
    place = _("{place} of {count}").format(place=format_count(standing.place, lang), count=format_count(standing.of, lang))
    if standing.quartile is None:
        return place
    quarter = (_("best quarter"), _("second quarter"), _("third quarter"), _("last quarter"))[standing.quartile - 1]
    return _("{quarter} ({place})").format(quarter=quarter, place=place)


def is_judged(standing: Standing) -> bool:
    """Return whether the house is told apart: neither alone, nor alike with more than half of all.

    >>> is_judged(Standing("a", date(2026, 9, 1), "churn_rate", Decimal("0"), 1, 5, alike=3))
    False
    """
    return 2 * standing.alike <= standing.of


def farthest_behind(standings: Sequence[Standing]) -> Standing | None:
    """Return where a house stands worst: the largest part of the houses is better; of equals the first. None where it leads."""
    behind = [each for each in standings if each.place > 1]
    return max(behind, key=lambda each: ((each.place - 1) / each.of), default=None)


def finding_trend(ratio: str, named: str, told: Sequence[Decimal], lang: str) -> str:
    """Return in words from where to where a ratio, or a house on it (``named``), went over the values that it told."""
    _ = translator(lang)
    first, last = (write_value(ratio, value, lang) for value in (told[0], told[-1]))
    text = _("{ratio}: from {first} to {last}") if len(told) > 1 else _("{ratio}: {last}")
    return text.format(ratio=named, first=first, last=last)


def finding_benchmark(standings: Sequence[Standing], lang: str) -> str:
    """Return in words how one house stands in one month: where it leads, and where it is farthest behind."""
    _ = translator(lang)
    if not standings:
        return _("This house tells nothing of that month")
    first, apart = standings[0], [each for each in standings if is_judged(each)]
    if not any(each.of > 1 for each in standings):
        return _("{house}: no other house tells of {month} yet").format(house=first.house, month=format_month(first.month, lang))
    if not apart:
        return _("{house} in {month}: most houses are alike with it").format(
            house=first.house, month=format_month(first.month, lang)
        )
    quarters = all(each.quartile is not None for each in apart)
    good = best_count(apart)
    text = (
        _("{house} stands in the best quarter on {good} of {all} ratios") if quarters
        else _("{house} leads on {good} of {all} ratios")
    ).format(house=first.house, good=format_count(good, lang), all=format_count(len(apart), lang))
    worst = farthest_behind(apart)
    if worst is None:
        return text
    return _("{said}. Farthest behind on {ratio}: {value}, next better {other}, {distance} away.").format(
        said=text, ratio=_(RATIOS[worst.ratio].label), value=write_value(worst.ratio, worst.value, lang),
        other=worst.nearest_better, distance=write_distance(worst, lang),
    )


def without_values(houses: Sequence[str], lang: str) -> str:
    """Return that the passports of these houses were read, but tell nothing; "" for none."""
    _ = translator(lang)
    text = _("In the collection, but everything is left out, for want of customers or of months: {list}")
    return text.format(list=listed(houses, lang)) if houses else ""


def best_count(standings: Sequence[Standing]) -> int:
    """Return on how many ratios a house is in the best quarter, or first where there are too few houses for quarters."""
    return sum(each.quartile == 1 if each.quartile is not None else each.place == 1 for each in standings)


def _value(ratio: str, value: Decimal | None) -> Decimal | None:
    return value.quantize(CENT) if value is not None and RATIOS[ratio].is_money else value
