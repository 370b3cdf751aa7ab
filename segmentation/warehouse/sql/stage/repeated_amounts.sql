-- One row per file: bills of several lines, those that carry one and the same amount on each of them, and what price × quantity
-- says about these: that the amount is the whole bill's, or the line's own; and how many of them are of several rooms
-- Bills of which nobody knows yet whether they count are looked at too, for what is asked tells their money.
-- uses: stage/judged
with

bills as (
    select
        count(*) as lines,
        count(distinct room) as rooms,
        min(file_amount) as least,
        max(file_amount) as most,
        round(sum(quantity * unit_price), 2) as priced,
        count(*) filter (where round(quantity * unit_price, 2) = round(file_amount, 2)) as own
    from judged
    where verdict in ('ok', 'top_up', 'skip:ask') and bill_no is not null
    group by bill_no, day, case when verdict = 'skip:ask' then marks end
    having count(*) > 1
)

select
    count(*) filter (where least <> 0 or most <> 0) as several, -- of one with nothing on any line, nothing can be told
    count(*) filter (where least = most and most <> 0) as constant,
    count(*) filter (where least = most and most <> 0 and priced = round(most, 2)) as whole,
    count(*) filter (where least = most and most <> 0 and own = lines) as own,
    count(*) filter (where least = most and most <> 0 and rooms = lines) as rooms,
    coalesce(sum((lines - 1) * most) filter (where least = most), 0) as repeated
from bills
