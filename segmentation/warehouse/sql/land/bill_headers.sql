-- One row per batch that keeps columns under their own headers
insert into bill_headers by name
select
    $store as store_id,
    $batch as batch_id,
    $headers as headers
