-- One row per line of a file of ratings and criterion that it may rate, with the verdict on it and on the whole line
-- A line is not understood where one of its scores is not; its other scores land all the same. A rating without a date
-- was given on $undated, where that is known.
with

spelled as (
    select
        rating_cells.*,
        criterion_spellings.value as criterion,
        score_spellings.value as score,
        case when rating_cells.date_text is null then $undated else day_spellings.day end as rated_on
    from rating_cells
    left join criterion_spellings on rating_cells.criterion_text = criterion_spellings.text
    left join score_spellings on rating_cells.score_text = score_spellings.text
    left join day_spellings on rating_cells.date_text = day_spellings.text
),

readable as (
    select
        *,
        case
            when phone is null and coalesce(customer_code, first_cell) = first_cell and regexp_matches(first_cell, $total_line)
                then 'skip:total'
            when first_cell = $first_header then 'skip:header'
            when damage <> '' then 'reject:' || damage
            when customer_key is null and names_walk_in then 'skip:walk_in'
            when is_lone then 'skip:note'
            when score_text is null and (place is not null or criterion_text is null) then 'skip:unrated'
            when customer_key is null then 'reject:customer_missing'
            when rated_on is null and date_text is null then 'reject:date_missing'
            when rated_on is null then 'reject:date'
            when rated_on < $earliest then 'reject:too_early'
            when criterion is null then 'reject:criterion_missing'
            when score_text is null then 'reject:score_missing'
            when score is null then 'reject:score'
            else 'ok'
        end as first_verdict
    from spelled
),

compared as (
    select
        *,
        min(score) over same_rating < max(score) over same_rating as differs,
        row_number() over (
            partition by first_verdict, customer_key, criterion, rated_on, score order by line_no, place
        ) as copy
    from readable
    window same_rating as (partition by first_verdict, customer_key, criterion, rated_on)
),

judged as (
    select
        *,
        case
            when first_verdict = 'ok' and differs then 'reject:rated_twice'
            when first_verdict = 'ok' and copy > 1 then 'skip:repeated'
            else first_verdict
        end as verdict
    from compared
)

select
    * exclude (first_verdict, differs, copy),
    coalesce(
        min_by(verdict, coalesce(place, 0)) filter (where verdict like 'reject:%') over same_line,
        min(verdict) filter (where verdict = 'ok') over same_line,
        min(verdict) over same_line
    ) as line_verdict
from judged
window same_line as (partition by line_no)
