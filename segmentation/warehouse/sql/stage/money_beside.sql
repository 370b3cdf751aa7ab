-- One row per place among the cells that are kept as they are: what those of lines that count come to, and how many are numbers
-- uses: stage/judged
with cells as (
    select unnest($places) as place, unnest(list_select(string_split(kept, $cell_end), $places)) as cell
    from judged
    where verdict = 'ok' and kept is not null
),

texts as (
    select place, nullif(trim(cell), '') as cell
    from cells
),

numbers as (
    select place, cell, money_in(cell, $decimal_comma) as amount
    from texts
    where cell is not null
),

money_beside as (
    select place, sum(amount) as amount, count(amount) as numbers, count(*) as filled
    from numbers
    group by place
    order by place
)

select * from money_beside
