-- One row per name of an account manager on a store's bills up to the as-of day: the days of the first bill and of the last
with named_on_bills as (
    select manager as name, min(bill_date) as first_bill, max(bill_date) as last_bill
    from bills
    where store_id = $store and replaced_by is null and bill_date <= $as_of and manager is not null
    group by manager
)

select * from named_on_bills
