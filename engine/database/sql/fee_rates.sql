-- accepted --
-- The accepted table in force, no row before the first.
select digest, content, accepted_at, accepted_by from fee_table order by table_id desc limit 1

-- accept --
insert into fee_table (table_id, digest, content, accepted_at, accepted_by)
values (
    $table_id, $digest, $content, $now, $accepted_by
)

-- own --
-- Every rate a manager added, withdrawn ones too, in the order they were added.
select
    rate_id, layer, tier, store_type, arrival, valid_from, valid_to, rate_mp, confidence, source,
    added_by, added_at, withdrawn_by, withdrawn_at
from fee_rate
order by rate_id

-- add --
insert into fee_rate (
    rate_id, layer, tier, store_type, arrival, valid_from, valid_to, rate_mp, confidence, source, added_by, added_at
)
values (
    $rate_id, $layer, $tier, $store_type, $arrival, $valid_from,
    $valid_to, $rate_mp, $confidence, $source, $added_by, $now
)

-- withdraw --
update fee_rate set withdrawn_by = $withdrawn_by, withdrawn_at = $now
where rate_id = $rate_id and withdrawn_at is null
