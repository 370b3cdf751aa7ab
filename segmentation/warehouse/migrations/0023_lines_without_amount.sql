-- A dish whose bill says one amount for all of its dishes has none of its own.

alter table bill_lines alter column amount drop not null;
