-- One row per asked bill, the newest first, with all that its file says of it
-- uses: facts/asked_bills, facts/bill_fields
with bill_list as (
    select
        asked_bills.bill_no,
        asked_bills.bill_date,
        left(cast(asked_bills.bill_time as varchar), 5) as bill_time,
        asked_bills.customer_key as customer,
        customers.name,
        asked_bills.room,
        asked_bills.meal_period,
        asked_bills.tables,
        asked_bills.covers,
        asked_bills.amount,
        asked_bills.gross,
        asked_bills.discount,
        asked_bills.cost,
        asked_bills.payment_method,
        asked_bills.from_card,
        asked_bills.channel,
        asked_bills.manager,
        bill_fields.fields
    from asked_bills
    left join customers on customers.store_id = $store and customers.customer_key = asked_bills.customer_key
    left join bill_fields on asked_bills.batch_id = bill_fields.batch_id and asked_bills.line_no = bill_fields.line_no
    order by asked_bills.bill_date desc, asked_bills.bill_time desc nulls last, asked_bills.batch_id desc, asked_bills.line_no desc
)

select * from bill_list
