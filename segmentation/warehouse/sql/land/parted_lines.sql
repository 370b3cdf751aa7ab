-- One row per line of a bill or top-up, or statement without lines (line_no null), of one of several people under one key: his own key
-- Reads moved_keys. The name is that of the line where its file has several under the key, else the one that the file says of the key.
-- Where the file has several, the lines of whoever stays stand here too, under the key that they have.
with parted as (
    select person_rows.customer_key as own_key, person_rows.other as name, person_rows.new_key
    from person_rows
    inner join moved_keys on moved_keys.own_key = person_rows.customer_key
    where person_rows.store_id = $store and person_rows.rule = 'parted'
),

named as (
    select profile_rows.batch_id, parted.own_key, parted.new_key
    from profile_rows
    inner join parted on parted.own_key = coalesce(profile_rows.own_key, profile_rows.customer_key) and parted.name = profile_rows.name
    where profile_rows.store_id = $store and not coalesce(profile_rows.parted, false) and ($batch is null or profile_rows.batch_id = $batch)
),

lines as (
    select batch_id, line_no, coalesce(own_key, customer_key) as own_key, bill_date
    from bills
    where store_id = $store and coalesce(own_key, customer_key) in (select own_key from parted) and ($batch is null or batch_id = $batch)
    union all
    select batch_id, line_no, coalesce(own_key, customer_key) as own_key, bill_date
    from stored_value
    where store_id = $store and coalesce(own_key, customer_key) in (select own_key from parted) and ($batch is null or batch_id = $batch)
),

told as (
    select lines.batch_id, lines.line_no, lines.own_key, lines.bill_date, bill_names.name
    from lines
    inner join bill_names
        on bill_names.store_id = $store and bill_names.batch_id = lines.batch_id and bill_names.line_no = lines.line_no
),

mixed as (
    select distinct batch_id, own_key from told
),

parted_lines as (
    select told.batch_id, told.line_no, told.own_key, coalesce(parted.new_key, told.own_key) as new_key, told.name, told.bill_date, true as is_mixed
    from told
    left join parted on parted.own_key = told.own_key and parted.name = told.name
    union all
    select lines.batch_id, lines.line_no, lines.own_key, named.new_key, null as name, lines.bill_date, false as is_mixed
    from lines
    inner join named on named.batch_id = lines.batch_id and named.own_key = lines.own_key
    left join mixed on mixed.batch_id = lines.batch_id and mixed.own_key = lines.own_key
    where mixed.own_key is null
    union all
    select named.batch_id, null as line_no, named.own_key, named.new_key, null as name, null as bill_date, false as is_mixed
    from named
    left join mixed on mixed.batch_id = named.batch_id and mixed.own_key = named.own_key
    where mixed.own_key is null
)

select parted_lines.*, coalesce(same_people.customer_key, parted_lines.new_key) as key_now
from parted_lines
left join same_people on same_people.store_id = $store and same_people.own_key = parted_lines.new_key
