-- One row per line of a profile file, with the verdict on it
select
    coalesce(lines.line_no, lines.row_no + $first_line) as line_no,
    lines.customer_key,
    lines.customer_code,
    lines.phone,
    lines.name,
    lines.module,
    lines.region,
    lines.manager,
    birthday_spellings.value as birthday,
    lines.birthday as birthday_text,
    lines.potential,
    lines.note,
    case
        when list_contains($total_words, folded(lines.customer_key)) or (
            lines.phone is null and lines.customer_code is null and regexp_matches(coalesce(lines.first_cell, lines.name), $total_line)
        ) then 'skip:total'
        when lines.first_cell = $first_header then 'skip:header'
        when lines.damage <> '' then 'reject:too_many_columns'
        when lines.customer_key is null then 'reject:customer_missing'
        else 'ok'
    end as verdict
from lines
left join birthday_spellings on lines.birthday = birthday_spellings.text
where not (lines.is_lone and nullif(trim(lines.first_cell), '') is null)
