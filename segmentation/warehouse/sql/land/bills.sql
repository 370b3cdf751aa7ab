-- One row per bill of the batch
insert into bills by name
select
    $store as store_id,
    $batch as batch_id,
    line_no,
    null::integer as replaced_by,
    bill_no,
    bill_date,
    customer_key,
    amount,
    coalesce(cast(tables as integer), $tables_where_empty) as tables,
    cast(covers as integer) as covers,
    cost,
    manager,
    bill_time,
    clean_text(room) as room,
    clean_text(meal_period) as meal_period,
    clean_text(channel) as channel,
    clean_text(payment_method) as payment_method,
    gross,
    discount,
    case
        when $by_stored and stored < 0 and -stored < amount then null -- in part: what is left on the card is not known
        when $by_stored then coalesce(stored < 0 or (stored > 0 and amount < 0), false) -- paid from it, or paid back onto it
        when $by_method then coalesce(regexp_matches(payment_method, $card_words), false)
        when $of_cards then not regexp_matches(coalesce(payment_method, ''), $cash_words)
    end as from_card -- null: the file does not say how it was paid
from staged_bills
-- a group has no order, so the engine has none to keep and writes on all threads, in half the time
cross join (select one.row from (values ('')) as one(row) group by one.row) as in_any_order
