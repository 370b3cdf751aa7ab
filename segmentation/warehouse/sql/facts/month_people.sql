-- One row per customer of one slice: those of numbered_customers with a number above $after_no up to $up_to_no
with month_people as (
    select *
    from numbered_customers
    where customer_no > $after_no and customer_no <= $up_to_no
)

select * from month_people
