-- One row per spelling of a date in the file
select date_text as text, count(*) as lines
from lines
where date_text is not null
group by date_text
