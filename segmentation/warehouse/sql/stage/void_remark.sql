-- One row per file: whether some cell at one place, among those that are kept as they are, is one of the words and nothing else
select exists (
    select 1
    from suspects
    where kept is not null and regexp_matches(trim(split_part(kept, $cell_end, $place)), $words)
) as is_said
