-- One row per file of lines: how many dishes say what they cost by themselves, at $place of the kept cells or by price × quantity
-- Reads own_spellings (text, value). several, varied: bills of several dishes, and those that do not say one amount on each; whole:
-- bills (of bills) whose dishes come to nine tenths of them at least; firsts, firsts_own: lines with the amount of a bill of several
-- dishes, and those of them whose own amount it is.
-- uses: stage/judged
with dishes as (
    select
        coalesce(judged.bill_no, cast(coalesce(judged.bills_line, judged.line_no) as varchar)) as bill,
        judged.day,
        judged.amount,
        own_spellings.value as said,
        cast(judged.quantity as decimal(38, 4)) * judged.unit_price as priced
    from judged
    left join own_spellings on own_spellings.text = trim(split_part(judged.kept, $cell_end, $place))
    where judged.verdict = 'ok' and trim(judged.product) <> ''
),

bills as (
    select
        count(*) as lines,
        sum(amount) as amount,
        count(said) as said,
        count(priced) as priced,
        sum(said) as own,
        count(distinct said) > 1 as is_varied,
        count(*) filter (where amount <> 0) as firsts,
        count(*) filter (where amount <> 0 and round(coalesce(said, priced), 2) = round(amount, 2)) as firsts_own
    from dishes
    group by bill, day
)

select
    cast(coalesce(sum(lines), 0) as bigint) as lines,
    cast(coalesce(sum(said), 0) as bigint) as said,
    cast(coalesce(sum(priced), 0) as bigint) as priced,
    count(*) filter (where lines > 1) as several,
    count(*) filter (where lines > 1 and is_varied) as varied,
    count(*) as bills,
    count(*) filter (where own is not null and 10 * abs(own) >= 9 * abs(amount)) as whole,
    cast(coalesce(sum(firsts) filter (where lines > 1), 0) as bigint) as firsts,
    cast(coalesce(sum(firsts_own) filter (where lines > 1), 0) as bigint) as firsts_own
from bills
