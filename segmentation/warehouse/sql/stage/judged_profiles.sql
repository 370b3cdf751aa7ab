-- One row per line of a profile file, with the verdict on it, and whether something of it lands
-- A potential or contacts that cannot be read make a line one that is not understood, yet what can be read of it lands.
with

spelled as (
    select
        coalesce(lines.line_no, lines.row_no + $first_line) as line_no,
        lines.customer_key,
        lines.customer_code,
        lines.phone,
        lines.email,
        lines.name,
        lines.module,
        lines.region,
        lines.manager,
        birthday_spellings.value as birthday,
        lines.birthday as birthday_text,
        lines.has_two_birthdays,
        potential_spellings.value as potential,
        lines.potential as potential_text,
        contacts_spellings.value as contacts,
        lines.contacts as contacts_text,
        lines.note,
        lines.first_cell,
        lines.damage
    from lines
    left join birthday_spellings on lines.birthday = birthday_spellings.text
    left join potential_spellings on lines.potential = potential_spellings.text
    left join contacts_spellings on lines.contacts = contacts_spellings.text
    where not (lines.is_lone and nullif(trim(lines.first_cell), '') is null)
),

judged as (
    select
        *,
        case
            when list_contains($total_words, folded(customer_key)) or (
                phone is null and customer_code is null and regexp_matches(coalesce(first_cell, name), $total_line)
            ) then 'skip:total'
            when first_cell = $first_header then 'skip:header'
            when damage <> '' then 'reject:' || damage
            when customer_key is null then 'reject:customer_missing'
            when potential_text is not null and potential is null then 'reject:potential'
            when contacts_text is not null and contacts is null then 'reject:contacts'
            else 'ok'
        end as verdict
    from spelled
)

select
    *,
    verdict in ('ok', 'reject:potential', 'reject:contacts') as lands
from judged
