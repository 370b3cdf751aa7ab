-- One row per live older bill with a number on a day that the batch brings anew as a whole, after those that it replaces
-- a day is meant as it began when the batch was read: at $said_at, whatever the hour ($day_begins) by which bills are dated now
update bills
set replaced_by = $batch
where
    store_id = $store
    and replaced_by is null
    and batch_id < $batch
    and bill_no is not null
    and bill_date + case when hour(bill_time) < $day_begins then 1 else 0 end - case when hour(bill_time) < $said_at then 1 else 0 end
        in (select day from whole_days where batch_id = $batch)
    and bill_no not in (select bill_no from unread_bills where batch_id = $batch)
