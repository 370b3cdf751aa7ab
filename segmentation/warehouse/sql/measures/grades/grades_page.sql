-- One row per graded customer on the page asked for: the number of his row in the list, and how many pass and what they bring
-- uses: measures/grades/filtered_grades
-- score_number and score_text are the score that the scheme sorts by. Sorted by $sort, nulls last either way, then by row_no,
-- which is the order of a graded list. $tier_order are the tiers, the best first.
with sortable as (
    select
        *,
        case $sort
            when 'store' then store
            when 'customer' then customer
            when 'name' then coalesce(name, customer)
            when 'phone' then phone
            when 'module' then module
            when 'manager' then manager
            when 'region' then region
            when 'score' then score_text
        end as sort_text,
        case $sort
            when 'tier' then array_position($tier_order, tier)
            when 'last_visit' then -recency_days
            when 'recency_days' then recency_days
            when 'frequency' then frequency
            when 'contribution' then contribution
            when 'standard' then standard
            when 'frequency_rank' then frequency_rank
            when 'contribution_rank' then contribution_rank
            when 'score' then score_number
        end as sort_number
    from filtered_grades
),

grades_page as (
    select
        row_no,
        count(*) over () as customers,
        count(case when frequency > 0 or contribution <> 0 then 1 end) over () as with_bill,
        cast(sum(contribution) over () as decimal(18, 2)) as contribution
    from sortable
    order by
        case when $descending then -sort_number else sort_number end nulls last,
        case when $descending then sort_text end desc nulls last,
        case when not $descending then sort_text end nulls last,
        row_no
    limit $limit offset $offset
)

select * from grades_page
