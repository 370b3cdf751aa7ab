-- One row per bill of the batch that took something over: what it took over from older versions ($columns) is forgotten again
update bills
set
    tables = case when list_contains($columns, 'tables') then 1 else tables end,
    covers = case when not list_contains($columns, 'covers') then covers end,
    cost = case when not list_contains($columns, 'cost') then cost end,
    manager = case when not list_contains($columns, 'manager') then manager end,
    bill_time = case when not list_contains($columns, 'bill_time') then bill_time end,
    room = case when not list_contains($columns, 'room') then room end,
    meal_period = case when not list_contains($columns, 'meal_period') then meal_period end,
    channel = case when not list_contains($columns, 'channel') then channel end,
    payment_method = case when not list_contains($columns, 'payment_method') then payment_method end,
    gross = case when not list_contains($columns, 'gross') then gross end,
    discount = case when not list_contains($columns, 'discount') then discount end,
    from_card = case when not list_contains($columns, 'from_card') then from_card end,
    owed = case when not list_contains($columns, 'owed') then owed end
where
    store_id = $store
    and batch_id = $batch
    and ( -- what it does not say itself is empty, unless it was taken over
        (list_contains($columns, 'tables') and tables <> 1)
        or (list_contains($columns, 'covers') and covers is not null)
        or (list_contains($columns, 'cost') and cost is not null)
        or (list_contains($columns, 'manager') and manager is not null)
        or (list_contains($columns, 'bill_time') and bill_time is not null)
        or (list_contains($columns, 'room') and room is not null)
        or (list_contains($columns, 'meal_period') and meal_period is not null)
        or (list_contains($columns, 'channel') and channel is not null)
        or (list_contains($columns, 'payment_method') and payment_method is not null)
        or (list_contains($columns, 'gross') and gross is not null)
        or (list_contains($columns, 'discount') and discount is not null)
        or (list_contains($columns, 'from_card') and from_card is not null)
        or (list_contains($columns, 'owed') and owed is not null)
    )
