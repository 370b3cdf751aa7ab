-- One row per charge of a stay that may be a check's money and whose amount met none
-- Reads room_pairs and room_met.
select distinct
    charge_no,
    charged_guest as guest,
    charged as amount
from room_pairs
where charge_no not in (select charge_no from room_met)
