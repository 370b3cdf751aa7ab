-- One row per spelling of a date in the file; days that the engine read itself in ISO form
select coalesce(date_text, cast(day as varchar)) as text, sum(lines) as lines
from (
    select date_text, day, count(*) as lines
    from lines
    where date_text is not null or day is not null
    group by date_text, day
) as spellings
group by coalesce(date_text, cast(day as varchar))
