-- all --
-- Every row by kind and name, the newest first.
select
    kind, name, starts_on, cost_won, packaging_won, shipping_won, inbound_won, ads_won, ads_mp, returns_won, returns_mp,
    saved_by
from cost_profile
order by kind, name, starts_on desc

-- save --
insert into cost_profile (
    kind, name, starts_on, cost_won, packaging_won, shipping_won, inbound_won, ads_won, ads_mp, returns_won, returns_mp,
    saved_at, saved_by
) values (
    $kind, $name, $starts_on, $cost_won, $packaging_won, $shipping_won, $inbound_won, $ads_won, $ads_mp, $returns_won,
    $returns_mp, $now, $saved_by
)
on conflict (kind, name, starts_on) do update set
    cost_won = excluded.cost_won, packaging_won = excluded.packaging_won, shipping_won = excluded.shipping_won,
    inbound_won = excluded.inbound_won, ads_won = excluded.ads_won, ads_mp = excluded.ads_mp,
    returns_won = excluded.returns_won, returns_mp = excluded.returns_mp, saved_at = excluded.saved_at,
    saved_by = excluded.saved_by

-- categories --
-- Every category path of listings.
select distinct category_name as name from channel_product where category_name is not null

-- sku_groups --
select distinct sku_group as name from sku where sku_group is not null order by name
