-- One row per line of a file of ratings that could not be understood as a whole, in the order of the file
-- uses: stage/judged_ratings
-- Of several columns at fault the first is told; place is that of a column headed by its criterion.
select
    line_no,
    substring(verdict, 8) as reason,
    case substring(verdict, 8)
        when 'date' then date_text
        when 'too_early' then date_text
        when 'score' then score_text
        when 'rated_twice' then score_text
        when 'wrong_delimiter' then first_cell
        when 'other_encoding' then customer_key
    end as value,
    case when substring(verdict, 8) in ('score', 'rated_twice') then place end as place
from judged_ratings
where verdict like 'reject:%'
qualify row_number() over (partition by line_no order by place) = 1
order by line_no
