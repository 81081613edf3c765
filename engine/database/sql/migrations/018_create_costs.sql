-- Costs have dates: what `sku` holds is the first that was known and counts for all days before too; each later state of
-- them is a row of its own, from its day on. A share (_mp) is of what the buyer pays, in thousandths of a percent. Null
-- is not known.
alter table sku add column inbound_won bigint;
alter table sku add column ads_won bigint;
alter table sku add column ads_mp bigint;
alter table sku add column returns_won bigint;
alter table sku add column returns_mp bigint;
alter table sku add column sku_group varchar;

create table sku_cost (
    sku_id integer not null,
    starts_on date not null,
    cost_won bigint check (cost_won >= 0),
    packaging_won bigint check (packaging_won >= 0),
    shipping_won bigint check (shipping_won >= 0),
    inbound_won bigint check (inbound_won >= 0),
    ads_won bigint check (ads_won >= 0),
    ads_mp bigint check (ads_mp between 0 and 100000),
    returns_won bigint check (returns_won >= 0),
    returns_mp bigint check (returns_mp between 0 and 100000),
    saved_at timestamp not null,
    primary key (sku_id, starts_on)
);

-- What is filled in where a SKU does not say it: for the listings of a category (its path, or the beginning of it), or for
-- a group of SKUs. A row counts from its day on until the next one of the same name; one without any amount ends it.
create table cost_profile (
    kind varchar not null check (kind in ('CATEGORY', 'SKU_GROUP')),
    name varchar not null,
    starts_on date not null,
    cost_won bigint check (cost_won >= 0),
    packaging_won bigint check (packaging_won >= 0),
    shipping_won bigint check (shipping_won >= 0),
    inbound_won bigint check (inbound_won >= 0),
    ads_won bigint check (ads_won >= 0),
    ads_mp bigint check (ads_mp between 0 and 100000),
    returns_won bigint check (returns_won >= 0),
    returns_mp bigint check (returns_mp between 0 and 100000),
    saved_at timestamp not null,
    saved_by varchar not null,
    primary key (kind, name, starts_on)
);

-- The SKUs with the costs of a day.
create macro sku_on(day) as table
select
    k.sku_id, k.own_code, k.unique_code, k.name, k.option_name, k.stock_quantity, k.sku_group,
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

-- The cost profiles in force on a day; one row a kind and name.
create macro cost_profile_on(day) as table
select p.*
from cost_profile p
join (
    select kind, name, max(starts_on) as starts_on from cost_profile where starts_on <= day group by kind, name
) last using (kind, name, starts_on);
