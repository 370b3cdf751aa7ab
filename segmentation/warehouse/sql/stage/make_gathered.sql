-- One row per line of which a cell that is kept as it is may be secret, or tell how the line counts; of many lines the first
create or replace temp table gathered as
select kept
from lines
where kept is not null and regexp_matches(kept, $suspicious)
limit $most
