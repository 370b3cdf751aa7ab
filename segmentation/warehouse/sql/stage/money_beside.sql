-- One row per place among the cells that are kept as they are: what those of lines that count come to, and how many are numbers
-- What stands on each line of nearly every bill of several lines is the bill's, and counts once; one number on all bills (a fee a
-- line) does not tell it.
-- uses: stage/judged
with cells as (
    select
        bill_no, day, case when bill_no is null then line_no end as line, unnest($places) as place,
        unnest(list_select(string_split(kept, $cell_end), $places)) as cell
    from judged
    where verdict = 'ok' and kept is not null
),

texts as (
    select *, nullif(trim(cell), '') as text
    from cells
),

numbers as (
    select *, money_in(text, $decimal_comma) as amount
    from texts
    where text is not null and not says_nothing(text)
),

bills as (
    select
        place, count(*) as filled, count(amount) as numbers, sum(amount) as amount, max(amount) as most,
        count(amount) > 1 as is_several, min(amount) = max(amount) and count(*) = count(amount) as is_constant
    from numbers
    group by place, bill_no, day, line
),

repeated as (
    select
        place,
        count(*) filter (where is_constant) > 1
        and count(distinct most) filter (where is_constant) > 1
        and 10 * count(*) filter (where is_constant) >= 9 * count(*) as is_repeated
    from bills
    where is_several and (most <> 0 or amount <> 0)
    group by place
),

money_beside as (
    select
        bills.place,
        sum(case when repeated.is_repeated and bills.is_constant then bills.most else bills.amount end) as amount,
        cast(sum(bills.numbers) as bigint) as numbers,
        cast(sum(bills.filled) as bigint) as filled
    from bills
    left join repeated on bills.place = repeated.place
    group by bills.place
    order by bills.place
)

select * from money_beside
