-- One row per line that carries a phone that is nobody's: it loses the phone, and is known by what else it says
update kept_lines
set phone = null, customer_key = others.customer_key
from (
    select
        row_no,
        case
            when customer_key = whole_phone(phone)
                then coalesce(customer_code, email, case when not is_hidden(name) then name end)
            else customer_key
        end as customer_key
    from lines
    where is_among($numbers, whole_phone(phone))
) as others
where kept_lines.rowid = others.row_no
