-- by_listing --
-- What is sold: every matched listing of the stores that NAVER still knows and that is not ended; one row per listing.
create or replace temp view sold_unit as
select
    p.store_id, p.channel_product_no, 0::bigint as option_id, p.name, p.category_name, p.brand_name,
    p.discounted_price_won as price_won, p.delivery_fee_won as delivery_won, p.sku_id, false as as_whole,
    p.match_doubt is true as doubtful, d.tax_type
from channel_product p
left join product_detail d on d.store_id = p.store_id and d.origin_product_no = p.origin_product_no
where p.store_id in (select unnest(getvariable('store_ids'))) and p.missing_since is null
    and p.sale_status not in ('CLOSE', 'PROHIBITION', 'DELETE')
    and p.match_kind in ('EXACT', 'NORMAL_FORM', 'OPTION', 'CHOICE')

-- by_option --
-- What is sold, option by option: each option in use that was read, with its surcharge and the SKU of its own code;
-- listings without such options as they are, marked (as_whole) until theirs are read. An option without a code has the SKU
-- of its listing (as_whole), one whose code is no SKU's has none, unless a person chose one for the listing: never that of its sibling.
-- A doubtful code gives way to that choice.
-- A supplement (option_id below zero) is sold beside the listing at a price of its own; its SKU is that of its own code or none.
create or replace temp view sold_unit as
with spelled as (
    select code, min(sku_id) as sku_id
    from (select own_code as code, sku_id from sku union all select unique_code, sku_id from sku)
    where code in (
        select o.seller_code
        from product_option o
        join sku_code c on c.code_normal = o.code_normal
        where c.sku_ref < 0
    )
    group by code
    having count(distinct sku_id) = 1
),
offered as (
    select store_id, origin_product_no, option_id, name, seller_code, code_normal, match_doubt, price_won
    from product_option
    where usable is not false
    union all
    select store_id, origin_product_no, null, null, null, null, null, null  -- with supplements alone it is sold as it is, too
    from product_option
    where usable is not false
    group by store_id, origin_product_no
    having max(option_id) < 0
)
select
    p.store_id, p.channel_product_no, coalesce(o.option_id, 0) as option_id,
    case when o.option_id is null then p.name when o.option_id < 0 then p.name || ' + ' || o.name else p.name || ' / ' || o.name end as name,
    p.category_name, p.brand_name,
    case
        when o.option_id is null then p.discounted_price_won
        when o.option_id < 0 then o.price_won
        else p.discounted_price_won + o.price_won
    end as price_won,
    if(o.option_id < 0, 0, p.delivery_fee_won) as delivery_won,
    case
        when c.sku_ref > 0 and not (o.match_doubt is true and p.match_kind = 'CHOICE') then c.sku_ref
        when s.sku_id is not null then s.sku_id
        when o.option_id < 0 then null
        when o.code_normal is null or p.match_kind = 'CHOICE' then p.sku_id
    end as sku_id,
    if(
        o.option_id is null,
        d.origin_product_no is null,
        o.option_id > 0 and coalesce(c.sku_ref, 0) <= 0 and s.sku_id is null
    ) as as_whole,
    if(
        c.sku_ref > 0,
        o.match_doubt is true and p.match_kind <> 'CHOICE',
        s.sku_id is null and coalesce(o.option_id, 0) >= 0 and p.match_doubt is true and p.match_kind <> 'OPTION'
    ) as doubtful,
    d.tax_type
from channel_product p
left join offered o on o.store_id = p.store_id and o.origin_product_no = p.origin_product_no
left join product_detail d on d.store_id = p.store_id and d.origin_product_no = p.origin_product_no
left join sku_code c on c.code_normal = o.code_normal
left join spelled s on c.sku_ref < 0 and s.code = o.seller_code
where p.store_id in (select unnest(getvariable('store_ids'))) and p.missing_since is null
    and p.sale_status not in ('CLOSE', 'PROHIBITION', 'DELETE')
    and (p.match_kind in ('EXACT', 'NORMAL_FORM', 'OPTION', 'CHOICE') or c.sku_ref > 0 or s.sku_id is not null)

-- profiles --
-- The profiles of the day that fill anything; advertising and returns stand together with their share.
create or replace temp view filling as
select
    kind, name, cost_won, packaging_won, shipping_won, inbound_won,
    if(coalesce(ads_won, ads_mp) is null, null, {'won': ads_won, 'mp': ads_mp}) as ads,
    if(coalesce(returns_won, returns_mp) is null, null, {'won': returns_won, 'mp': returns_mp}) as returns
from cost_profile_on(getvariable('costs_on'))

-- profiles_of_categories --
-- What profiles fill for each category of the stores, part by part by the longest path that names it; one row per category.
create or replace temp view category_cost as
select
    c.category_name,
    max_by(f.cost_won, length(f.name)) as cost_won,
    max_by(f.packaging_won, length(f.name)) as packaging_won,
    max_by(f.shipping_won, length(f.name)) as shipping_won,
    max_by(f.inbound_won, length(f.name)) as inbound_won,
    max_by(f.ads, length(f.name)) as ads,
    max_by(f.returns, length(f.name)) as returns
from (select distinct category_name from channel_product where store_id in (select unnest(getvariable('store_ids')))) c
join filling f
    on f.kind = 'CATEGORY' and (f.name = c.category_name or starts_with(c.category_name, f.name || '>'))
group by c.category_name

-- costs --
-- The units with their costs of the day: what the SKU says, else the profile of its group, else that of the category. A
-- unit without a SKU has no cost. One row per unit; `filled` has a bit for each part a profile fills (CostPart.bit),
-- `tax_place` is that of the tax the SKU says, else the product has (TaxType.place), 0 where it is not known.
create or replace temp view unit_cost as
select
    u.*, k.own_code as sku_code,
    if(k.sku_id is null, null, coalesce(k.cost_won, g.cost_won, c.cost_won)) as cost_won,
    if(k.sku_id is null, null, coalesce(k.packaging_won, g.packaging_won, c.packaging_won)) as packaging_won,
    if(k.sku_id is null, null, coalesce(k.shipping_won, g.shipping_won, c.shipping_won)) as shipping_won,
    if(k.sku_id is null, null, coalesce(k.inbound_won, g.inbound_won, c.inbound_won)) as inbound_won,
    case
        when k.sku_id is null then null
        when coalesce(k.ads_won, k.ads_mp) is not null then k.ads_won
        else coalesce(g.ads, c.ads).won
    end as ads_won,
    case
        when k.sku_id is null then null
        when coalesce(k.ads_won, k.ads_mp) is not null then k.ads_mp
        else coalesce(g.ads, c.ads).mp
    end as ads_mp,
    case
        when k.sku_id is null then null
        when coalesce(k.returns_won, k.returns_mp) is not null then k.returns_won
        else coalesce(g.returns, c.returns).won
    end as returns_won,
    case
        when k.sku_id is null then null
        when coalesce(k.returns_won, k.returns_mp) is not null then k.returns_mp
        else coalesce(g.returns, c.returns).mp
    end as returns_mp,
    if(
        k.sku_id is null,
        0,
        1 * (k.cost_won is null and coalesce(g.cost_won, c.cost_won) is not null)::bigint
        + 2 * (k.packaging_won is null and coalesce(g.packaging_won, c.packaging_won) is not null)::bigint
        + 4 * (k.shipping_won is null and coalesce(g.shipping_won, c.shipping_won) is not null)::bigint
        + 8 * (k.inbound_won is null and coalesce(g.inbound_won, c.inbound_won) is not null)::bigint
        + 16 * (coalesce(k.ads_won, k.ads_mp) is null and coalesce(g.ads, c.ads) is not null)::bigint
        + 32 * (coalesce(k.returns_won, k.returns_mp) is null and coalesce(g.returns, c.returns) is not null)::bigint
    ) as filled,
    case coalesce(k.tax_type, u.tax_type) when 'TAX' then 1 when 'DUTYFREE' then 2 when 'SMALL' then 3 else 0 end as tax_place
from sold_unit u
left join sku_on(getvariable('costs_on')) k on k.sku_id = u.sku_id
left join filling g on g.kind = 'SKU_GROUP' and g.name = k.sku_group
left join category_cost c on c.category_name = u.category_name

-- inputs --
-- What a margin is worked out from; one row per unit.
select * exclude (sku_id, store_id, tax_type)
from unit_cost
order by channel_product_no, option_id

-- loss_inputs --
-- The units whose price and needed costs are known; one row per unit.
select
    store_id, price_won, cost_won, packaging_won, shipping_won, inbound_won, ads_won, ads_mp, returns_won, returns_mp,
    0::bigint as filled, doubtful, tax_place
from unit_cost
where price_won is not null and cost_won is not null and packaging_won is not null and shipping_won is not null

-- beside --
-- The imported listings of a store that have no margin: those without the SKU they need, and those that are ended; one row.
select
    count(*) filter (
        where p.sale_status not in ('CLOSE', 'PROHIBITION', 'DELETE') and p.match_kind in ('NONE', 'AMBIGUOUS')
            and n.store_id is null
    ) as unmatched,
    count(*) filter (where p.sale_status in ('CLOSE', 'PROHIBITION', 'DELETE')) as ended
from channel_product p
left join no_sku_needed n on n.store_id = p.store_id and n.channel_product_no = p.channel_product_no
where p.store_id = $store_id and p.missing_since is null
