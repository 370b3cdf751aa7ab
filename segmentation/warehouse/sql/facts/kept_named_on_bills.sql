-- One row per name of an account manager on a store's bills up to a kept day: the days of the first bill and of the last
with kept_named_on_bills as (
    select name, first_bill, last_bill
    from kept_end_names
    where store_id = $store and day = $as_of
)

select * from kept_named_on_bills
