-- One row per line of a profile file, texts cleaned
-- `source` is put before this by the caller: the file's cells under their canonical names
whole as (
    select
        *,
        coalesce(nullif(trim(name), ''), nullif(concat_ws(' ', clean_text(first_name), clean_text(last_name)), '')) as whole_name
    from source
),

-- A day goes with its mark: in a column of lunar birthdays, or in one that says of each of which calendar it is
dated as (
    select
        *,
        nullif(lunar_birthday, lunar_mark) as lunar_day,
        coalesce(regexp_matches(lower(clean_text(coalesce(birthday_calendar, lunar_mark))), $lunar_words), false) as is_lunar
    from (
        select *, case when regexp_matches(lower(clean_text(lunar_birthday)), $yes_no) then lunar_birthday end as lunar_mark
        from whole
    )
),

cleaned as (
    select
        line_no,
        damage,
        is_lone,
        clean_text(first_cell) as first_cell,
        unless_among($walk_in, clean_id(customer_code)) as customer_code,
        clean_phone(phone) as phone,
        clean_email(email) as email,
        unless_among($walk_in, clean_text(whole_name)) as name,
        clean_text(module) as module,
        clean_text(region) as region,
        clean_manager(manager) as manager,
        case
            when clean_text(lunar_day) is not null and (is_lunar or clean_text(birthday) is null) then 'lunar ' || clean_text(lunar_day)
            when is_lunar then 'lunar ' || clean_text(birthday)
            else clean_text(birthday)
        end as birthday,
        clean_text(birthday) is not null and clean_text(lunar_day) is not null and not is_lunar as has_two_birthdays,
        clean_text(potential) as potential,
        clean_text(contacts) as contacts,
        clean_text(note) as note
    from dated
)

select
    *,
    key_among($key, customer_code, phone, email, name) as customer_key
from cleaned
