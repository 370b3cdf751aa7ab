-- One row per bill of the batch: what an older version alone said of it ($columns) is taken over
-- Reads same_bills.
update bills
set
    tables = case when list_contains($columns, 'tables') then older.tables else bills.tables end,
    covers = case when list_contains($columns, 'covers') then older.covers else bills.covers end,
    cost = case when list_contains($columns, 'cost') then older.cost else bills.cost end,
    manager = case when list_contains($columns, 'manager') then older.manager else bills.manager end,
    bill_time = case when list_contains($columns, 'bill_time') then older.bill_time else bills.bill_time end,
    room = case when list_contains($columns, 'room') then older.room else bills.room end,
    meal_period = case when list_contains($columns, 'meal_period') then older.meal_period else bills.meal_period end,
    channel = case when list_contains($columns, 'channel') then older.channel else bills.channel end,
    payment_method = case when list_contains($columns, 'payment_method') then older.payment_method else bills.payment_method end,
    gross = case when list_contains($columns, 'gross') then older.gross else bills.gross end,
    discount = case when list_contains($columns, 'discount') then older.discount else bills.discount end,
    from_card = case when list_contains($columns, 'from_card') then older.from_card else bills.from_card end,
    owed = case when list_contains($columns, 'owed') then older.owed else bills.owed end
from same_bills
inner join bills as older on same_bills.older.batch_id = older.batch_id and same_bills.older.line_no = older.line_no
where bills.store_id = $store and bills.batch_id = $batch and bills.line_no = same_bills.line_no and older.store_id = $store
