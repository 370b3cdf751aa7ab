-- One row per name of $names that means something else too: a manager, or a room, way of paying, dish or the like of others' rows
-- Reads erased_now. kind is manager or value.
with others as (
    select unnest([room, meal_period, channel, payment_method]) as text
    from bills
    where store_id = $store
        and (customer_key is null or customer_key not in (select own_key from erased_now))
        and (
            list_contains($names, room)
            or list_contains($names, meal_period)
            or list_contains($names, channel)
            or list_contains($names, payment_method)
        )
    union
    select payments.method as text
    from payments
    where store_id = $store and customer_key not in (select own_key from erased_now) and list_contains($names, payments.method)
    union
    select unnest([module, region]) as text
    from customers
    where store_id = $store
        and customer_key not in (select own_key from erased_now)
        and (list_contains($names, module) or list_contains($names, region))
    union
    select unnest([product, category]) as text
    from bill_lines
    where store_id = $store and (list_contains($names, product) or list_contains($names, category))
    union
    select product as text
    from stock
    where store_id = $store and list_contains($names, product)
),

managers as (
    select manager as text
    from bills
    where store_id = $store and list_contains($names, manager)
    union
    select manager as text
    from profile_rows
    where store_id = $store and list_contains($names, manager)
    union
    select name as text
    from manager_rows
    where store_id = $store and list_contains($names, name)
),

person_meant as (
    select text, 'value' as kind
    from others
    where list_contains($names, text)
    union
    select text, 'manager' as kind
    from managers
)

select text, kind
from person_meant
order by kind, text
