-- One row per file: its lines with an amount, those of them with a part of a whole, and those with a large one
select
    count(*) as lines,
    count(*) filter (where amount <> trunc(amount)) as parted,
    count(*) filter (where abs(amount) >= $large) as large
from lines
where amount <> 0
