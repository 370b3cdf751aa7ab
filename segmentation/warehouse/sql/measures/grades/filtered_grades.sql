-- One row per graded customer that passes the filters
-- Reads grades (a graded list with searched). A filter that is null lets everybody pass; in a list of wanted values '' stands for none.
-- A text is found literally, whatever its case, in searched: key, name and phone in small letters, null without a text.
with filtered_grades as (
    select *
    from grades
    where ($tiers is null or array_contains($tiers, coalesce(tier, '')))
        and ($modules is null or array_contains($modules, coalesce(module, '')))
        and ($managers is null or array_contains($managers, coalesce(manager, '')))
        and ($regions is null or array_contains($regions, coalesce(region, '')))
        and ($recency_from is null or recency_days >= $recency_from)
        and ($recency_to is null or recency_days <= $recency_to)
        and (
            $text is null
            or contains(searched, lower($text))
        )
)

select * from filtered_grades
