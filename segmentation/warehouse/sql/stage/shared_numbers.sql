-- One row per phone that may be nobody's: on how many rows it stands, with how many names, and for how much money
select
    whole_phone(phone) as number,
    count(*) as lines,
    count(distinct name) as names,
    coalesce(sum(coalesce(amount, quantity * unit_price)), 0) as amount
from lines
where is_among($numbers, whole_phone(phone))
group by number
order by number
