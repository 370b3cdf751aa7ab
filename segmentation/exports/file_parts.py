"""The pictures of a customer's file as HTML: the year of his visits with grade and money by month, and what he usually has.

A page and a sheet of paper show the same parts. They take the colours of what stands around them; texts are never markup.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal

from segmentation.charts.palette import WALK_IN, text_on, tier_colours
from segmentation.language.i18n import (
    N_,
    format_count,
    format_day,
    format_money,
    format_money_short,
    format_month_name,
    translator,
)
from segmentation.language.text import writable
from segmentation.measures.people.file import CustomerFile, MonthGrade, months_shown
from segmentation.measures.people.file_words import HABIT_HEADS, habit_text, times_text

VISIT, MONEY = "#2A75BA", "#4F8FCC"
BAR = 32  # pixels of the month that brought most
SHOWN_HABITS = 3
DAYS_WRITTEN = {0: N_("Mon"), 4: N_("Fri"), 6: N_("Sun")}
CSS = """
.file-year { display: grid; gap: 2px; grid-template-columns: 42px repeat(53, minmax(0, 1fr)); font-size: 12px; line-height: 16px }
.file-year > * { min-width: 0; overflow: hidden }
.file-year .name { color: var(--muted); white-space: nowrap }
.file-year .month { color: var(--muted); text-align: center; white-space: nowrap }
.file-year .grade { border-radius: 3px; font-weight: 600; text-align: center; text-overflow: ellipsis; white-space: nowrap }
.file-year .grade.none { border: 1px dashed var(--muted); color: var(--muted) }
.file-year i { background: rgba(128, 136, 144, .18); border-radius: 2px; display: block; height: 10px }
.file-year i.on { background: VISIT }
.file-year i.back { background: none; border: 1px solid #B3261E }
.file-year i.off { background: none }
.file-year .bar { align-self: end; text-align: center }
.file-year .bar b { color: inherit; display: block; font-size: 11px; font-weight: 400; line-height: 14px; white-space: nowrap }
.file-year .bar u { background: MONEY; border-radius: 2px 2px 0 0; display: block; text-decoration: none }
.file-year .silent { color: var(--pressing, #B3261E); font-weight: 600; padding-top: 2px; text-align: right; white-space: nowrap }
.file-year .since { background: var(--pressing, #B3261E); height: 2px }
.file-habits { display: grid; gap: 12px 20px; grid-template-columns: repeat(var(--columns, 3), minmax(0, 1fr)) }
.file-habits h4 { font-size: 14px; font-weight: 600; line-height: 20px; margin: 0; padding: 0 }
.file-habits .habit { align-items: center; display: grid; font-size: 13px; gap: 6px; line-height: 20px;
  grid-template-columns: minmax(0, 7fr) minmax(0, 4fr) auto }
.file-habits .most { grid-template-columns: minmax(0, 1fr) auto }
.file-habits .habit > :first-child { overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
.file-habits .habit u { background: MONEY; border-radius: 2px; display: block; height: 9px; text-decoration: none }
.file-habits .habit > :last-child { color: var(--muted); font-variant-numeric: tabular-nums }
@media print { .file-year .grade { background: none !important; border: 1px solid; color: inherit !important } }
@media (max-width: 640px) {
  .file-year { gap: 1px; grid-template-columns: 30px repeat(53, minmax(0, 1fr)) }
  .file-year .bar b { font-size: 8px } .file-year .month { font-size: 9px } .file-year i { height: 9px }
  .file-habits { grid-template-columns: repeat(2, minmax(0, 1fr)) }
}
""".replace("VISIT", VISIT).replace("MONEY", MONEY)


def escaped(text: str) -> str:
    """Return a text on one line as HTML shows it; no part of it is markup."""
    return html.escape(writable(text))


def year_html(found: CustomerFile, lang: str) -> str:
    """Return the year up to the as-of day: a column a week, a row a weekday, over it the grade of each month, below its money."""
    _ = translator(lang)
    silent = found.row["recency_days"] if found.row["last_visit"] and found.row["last_visit"] >= found.first_day else None
    parts = [*_month_row(found, lang), *_grade_row(found, lang), *_days(found, lang)]
    if silent:
        parts.append(_silent(found, silent, lang))
    parts += _money_row(found, lang)
    said = _("The days on which {name} was here in the year up to {day}").format(
        name=found.name, day=format_day(found.as_of, lang)
    )
    return f'<div class="file-year" role="img" aria-label="{escaped(said)}">{"".join(parts)}</div>'


def _week(found: CustomerFile, day: date) -> int:
    """Return the column of a day's week; the first one names the rows."""
    return (day - found.first_day).days // 7 + 2


def _months(found: CustomerFile) -> list[tuple[date, date, str]]:
    """Return the months with the columns that they take: each begins with the first week of which it has a Monday."""
    spans = months_shown(found)
    firsts = [spans[0][0], *(first + timedelta(days=-first.weekday() % 7) for first, _last in spans[1:])]
    begins = [_week(found, first) for first in firsts]
    ends = [*begins[1:], 55]
    return [
        (first, last, f"{begin} / {max(end, begin + 1)}")
        for (first, last), begin, end in zip(spans, begins, ends, strict=True) if begin < 55 and end > begin
    ]


def _place(row: int | str, columns: str) -> str:
    return f"grid-row: {row}; grid-column: {columns}"


def _month_row(found: CustomerFile, lang: str) -> Iterable[str]:
    yield f'<span style="{_place(1, "1")}"></span>'
    for first, _last, columns in _months(found):
        begin, end = map(int, columns.split(" / "))
        text = format_month_name(first, lang) if end - begin > 2 else ""
        yield f'<span class="month" style="{_place(1, columns)}">{escaped(text)}</span>'


def _grade_row(found: CustomerFile, lang: str) -> Iterable[str]:
    yield f'<span class="name" style="{_place(2, "1")}">{escaped(translator(lang)("Grade"))}</span>'
    by_month = {each.day.strftime("%Y-%m"): each for each in found.grades}
    for first, _last, columns in _months(found):
        yield _grade(found, by_month.get(first.strftime("%Y-%m")), columns, lang)


def _grade(found: CustomerFile, grade: MonthGrade | None, columns: str, lang: str) -> str:
    place = _place(2, columns)
    if grade is None or grade.tier is None:
        return f'<span class="grade none" style="{place}">–</span>'
    colour = tier_colours(found.scheme).get(grade.tier, WALK_IN)
    label = found.scheme.tier(grade.tier).label[lang]
    begin, end = map(int, columns.split(" / "))
    text = "" if end - begin < 2 else grade.tier if len(grade.tier) == 1 else label  # a week is narrower than a letter
    title = f"{format_day(grade.day, lang)}: {label}"
    look = f"background: {escaped(colour)}; color: {text_on(colour)}"
    return f'<span class="grade" style="{place}; {look}" title="{escaped(title)}">{escaped(text)}</span>'


def _days(found: CustomerFile, lang: str) -> Iterable[str]:
    _ = translator(lang)
    came = {row["visit_date"]: row for row in found.days.to_pylist() if row["visit_date"] >= found.first_day}
    for weekday in range(7):
        name = escaped(_(DAYS_WRITTEN[weekday])) if weekday in DAYS_WRITTEN else ""
        yield f'<span class="name" style="{_place(3 + weekday, "1")}; line-height: 10px">{name}</span>'
        for week in range(53):
            day = found.first_day + timedelta(days=7 * week + weekday)
            row = came.get(day)
            kind = "off" if day > found.as_of else "" if row is None else "on" if row["bills"] else "back"
            said = escaped(f"{format_day(day, lang)} {format_money(row['amount'], lang)}") if row else ""
            title = f' title="{said}"' if said else ""
            yield f'<i class="{kind}" style="{_place(3 + weekday, str(week + 2))}"{title}></i>'


def _silent(found: CustomerFile, silent: int, lang: str) -> str:
    """Return the bracket under the weeks since his last visit, with how many days that is."""
    from_week = min(_week(found, found.row["last_visit"] + timedelta(days=1)), 54)
    text = translator(lang)("{days} days away").format(days=format_count(silent, lang))
    return (
        f'<span class="since" style="{_place(10, f"{from_week} / 55")}"></span>'
        f'<span class="silent" style="{_place(10, "34 / 55")}">{escaped(text)}</span>'
    )


def _money_row(found: CustomerFile, lang: str) -> Iterable[str]:
    yield f'<span class="name" style="{_place(11, "1")}; align-self: end">{escaped(translator(lang)("CNY"))}</span>'
    brought = dict(zip(found.months["month"].to_pylist(), found.months["contribution"].to_pylist(), strict=True))
    shown = [(columns, brought.get(first.replace(day=1), Decimal(0))) for first, _last, columns in _months(found)]
    most = max((money for _columns, money in shown), default=Decimal(0)) or Decimal(1)
    for columns, money in shown:
        height = round(max(0, BAR * money / most)) if most > 0 else 0
        begin, end = map(int, columns.split(" / "))
        text = format_money_short(money, lang).replace("¥", "") if end - begin > 2 and money else ""
        title = escaped(format_money(money, lang))
        yield (
            f'<span class="bar" style="{_place(11, columns)}" title="{title}"><b>{escaped(text)}</b>'
            f'<u style="height: {height}px"></u></span>'
        )


def habits_html(found: CustomerFile, lang: str, kinds: Sequence[str] = tuple(HABIT_HEADS), most: int | None = None) -> str:
    """Return what he usually has, a block a habit, each with the days on which he had it; "" where nothing is known.

    Where there are more than ``most`` habits, the last block holds what is most usual of each of the others.
    """
    told = [kind for kind in kinds if found.habits[kind]]
    apart, rest = (told, []) if most is None or len(told) <= most else (told[: most - 1], told[most - 1:])
    blocks = [_habit_block(found, kind, lang) for kind in apart]
    if rest:
        blocks.append(_rest_block(found, rest, lang))
    columns = f' style="--columns: {len(blocks)}"' if most else ""
    return f'<div class="file-habits"{columns}>{"".join(blocks)}</div>' if blocks else ""


def _rest_block(found: CustomerFile, kinds: Sequence[str], lang: str) -> str:
    """Return the block of several habits, of each what is most usual."""
    _ = translator(lang)
    first = {kind: found.habits[kind][0] for kind in kinds}
    rows = "".join(
        f'<div class="habit most"><span title="{escaped(_(HABIT_HEADS[kind]))}">{escaped(habit_text(kind, each, lang))}</span>'
        f"<span>{escaped(times_text(each.times, lang))}</span></div>"
        for kind, each in first.items()
    )
    return f"<section><h4>{escaped(_('Mostly'))}</h4>{rows}</section>"


def _habit_block(found: CustomerFile, kind: str, lang: str) -> str:
    habits = found.habits[kind][:SHOWN_HABITS]
    most = max(each.times for each in habits)
    rows = "".join(
        f'<div class="habit"><span title="{escaped(habit_text(kind, each, lang))}">{escaped(habit_text(kind, each, lang))}</span>'
        f'<u style="width: {100 * each.times // most}%"></u><span>{escaped(times_text(each.times, lang))}</span></div>'
        for each in habits
    )
    return f"<section><h4>{escaped(translator(lang)(HABIT_HEADS[kind]))}</h4>{rows}</section>"
