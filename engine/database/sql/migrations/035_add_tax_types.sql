-- The tax of goods, by NAVER's words (TAX, DUTYFREE, SMALL). Of a product: what NAVER tells, '' where it tells nothing, null
-- where it was not read yet. Of a SKU: what its seller says, null where nothing.
alter table product_detail add column tax_type varchar;
alter table sku add column tax_type varchar;

-- The SKUs with the costs of a day.
create or replace macro sku_on(day) as table
select
    k.sku_id, k.own_code, k.unique_code, k.name, k.option_name, k.stock_quantity, k.sku_group, k.tax_type,
    if(c.sku_id is null, k.cost_won, c.cost_won) as cost_won,
    if(c.sku_id is null, k.packaging_won, c.packaging_won) as packaging_won,
    if(c.sku_id is null, k.shipping_won, c.shipping_won) as shipping_won,
    if(c.sku_id is null, k.inbound_won, c.inbound_won) as inbound_won,
    if(c.sku_id is null, k.ads_won, c.ads_won) as ads_won,
    if(c.sku_id is null, k.ads_mp, c.ads_mp) as ads_mp,
    if(c.sku_id is null, k.returns_won, c.returns_won) as returns_won,
    if(c.sku_id is null, k.returns_mp, c.returns_mp) as returns_mp
from sku k
left join (
    select d.*
    from sku_cost d
    join (
        select sku_id, max(starts_on) as starts_on from sku_cost where starts_on <= day group by sku_id
    ) last using (sku_id, starts_on)
) c on c.sku_id = k.sku_id;
