-- One row per line of a file that is of somebody erased: the anonymous key under which it counts, and the name that it keeps, if any
-- Reads told_lines. A mark is an HMAC, with $inner and $outer as the padded key: only what was erased is found by it, not what it is.
-- The row's key says it before its code, phone and e-mail do. Whoever was parted from a key of his keeps his name, which tells him.
create or replace temp table hidden_lines as
with

said as (
    select line_row, 1 as place, 'key' as reach, customer_key as text from told_lines where customer_key is not null
    union all
    select line_row, 2 as place, 'named' as reach, customer_key || chr(31) || name as text
    from told_lines
    where customer_key is not null and name is not null
    union all
    select line_row, 3 as place, 'whole' as reach, customer_code as text from told_lines where customer_code is not null
    union all
    select line_row, 4 as place, 'whole' as reach, phone as text from told_lines where phone is not null
    union all
    select line_row, 5 as place, 'whole' as reach, email as text from told_lines where email is not null
),

texts as (
    select distinct reach, text from said
),

marked as (
    select reach, text, sha256($outer::blob || unhex(sha256($inner::blob || encode(reach || ':' || text)))) as mark
    from texts
),

known as (
    select marked.reach, marked.text, erased_marks.anonymous_key
    from marked
    inner join erased_marks
        on erased_marks.store_id = $store and erased_marks.mark = marked.mark and erased_marks.reach = marked.reach
),

found as (
    select
        said.line_row,
        arg_min(known.anonymous_key, case when said.reach = 'named' then 0 else said.place end) as anonymous_key,
        arg_min(said.reach, case when said.reach = 'named' then 0 else said.place end) as reach
    from said
    inner join known on known.reach = said.reach and known.text = said.text
    group by said.line_row
)

select
    found.line_row,
    case when found.reach = 'named' then told_lines.customer_key else found.anonymous_key end as anonymous_key,
    case
        when found.reach = 'named' then found.anonymous_key
        when exists (
            select 1
            from person_rows
            where person_rows.store_id = $store
                and person_rows.rule = 'parted'
                and person_rows.customer_key = found.anonymous_key
                and person_rows.other = told_lines.name
        ) then told_lines.name
        -- another name than theirs, or the file would seem to be of them alone
        when exists (
            select 1
            from person_rows
            where person_rows.store_id = $store and person_rows.rule = 'parted' and person_rows.customer_key = found.anonymous_key
        ) then found.anonymous_key
    end as name_now,
    told_lines.name,
    told_lines.phone,
    case when strlen(told_lines.customer_code) >= 4 and not regexp_matches(told_lines.customer_code, '^\d{1,6}$') then told_lines.customer_code end as code,
    coalesce(same_people.customer_key, found.anonymous_key) as put -- in a number that holds his phone or code
from found
inner join told_lines on told_lines.line_row = found.line_row
left join same_people on same_people.store_id = $store and same_people.own_key = found.anonymous_key
