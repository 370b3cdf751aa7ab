-- One row per bill of the batch: what it took over from older versions ($columns) is forgotten again
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
where store_id = $store and batch_id = $batch
