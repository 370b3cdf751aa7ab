-- One row per text of the status column in the lines that can be understood, most frequent first
-- uses: stage/judged
with

spelled as (
    select
        coalesce(status, '') as text,
        count(*) as lines,
        sum(amount) as amount
    from judged
    where verdict = 'ok'
    group by coalesce(status, '')
)

select
    text,
    coalesce(clean_text(text), '') as status,
    lines,
    amount
from spelled
order by lines desc, text
