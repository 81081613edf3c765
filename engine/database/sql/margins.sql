-- by_listing --
-- What is sold: every matched listing of the stores that NAVER still knows and that is not ended; one row per listing.
-- A link of several pieces has no sku_id; `parts_of` says whose parts (link_part) it is made of: 0 is the listing as a whole.
create or replace temp view sold_unit as
select
    p.store_id, p.channel_product_no, 0::bigint as option_id, p.name, p.category_name, p.brand_name,
    p.discounted_price_won as price_won, p.delivery_fee_won as delivery_won, p.sku_id,
    case when p.match_kind = 'CHOICE' and p.sku_id is null then 0::bigint end as parts_of, false as as_whole,
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
-- A doubtful code gives way to that choice. What a person linked the option itself to goes before all of them.
-- A supplement (option_id below zero) is sold beside the listing at a price of its own; its SKU is that of its own code, or
-- none, unless a person linked it.
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
        when h.option_id is not null then null
        when c.sku_ref > 0 and not (o.match_doubt is true and p.match_kind = 'CHOICE' and o.option_id > 0) then c.sku_ref
        when s.sku_id is not null then s.sku_id
        when o.option_id < 0 then null
        when o.code_normal is null or p.match_kind = 'CHOICE' then p.sku_id
    end as sku_id,
    case
        when h.option_id is not null then h.option_id
        when p.match_kind = 'CHOICE' and p.sku_id is null and coalesce(o.option_id, 0) >= 0 and s.sku_id is null
            and (coalesce(c.sku_ref, 0) <= 0 or o.match_doubt is true)
            then 0
    end as parts_of,
    if(
        o.option_id is null,
        d.origin_product_no is null,
        o.option_id > 0 and coalesce(c.sku_ref, 0) <= 0 and s.sku_id is null and h.option_id is null
    ) as as_whole,
    case
        when h.option_id is not null then false
        when c.sku_ref > 0 then o.match_doubt is true and (p.match_kind <> 'CHOICE' or o.option_id < 0)
        else s.sku_id is null and coalesce(o.option_id, 0) >= 0 and p.match_doubt is true and p.match_kind <> 'OPTION'
    end as doubtful,
    d.tax_type
from channel_product p
left join offered o on o.store_id = p.store_id and o.origin_product_no = p.origin_product_no
left join product_detail d on d.store_id = p.store_id and d.origin_product_no = p.origin_product_no
left join sku_code c on c.code_normal = o.code_normal
left join spelled s on c.sku_ref < 0 and s.code = o.seller_code
left join (select distinct store_id, channel_product_no, option_id from link_part where option_id <> 0) h
    on h.store_id = p.store_id and h.channel_product_no = p.channel_product_no and h.option_id = o.option_id
where p.store_id in (select unnest(getvariable('store_ids'))) and p.missing_since is null
    and p.sale_status not in ('CLOSE', 'PROHIBITION', 'DELETE')
    and (
        p.match_kind in ('EXACT', 'NORMAL_FORM', 'OPTION', 'CHOICE')
        or c.sku_ref > 0 or s.sku_id is not null or h.option_id is not null
    )

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

-- any_parts --
-- Whether a link of the stores has several pieces; one row.
select exists (select 1 from link_part where store_id in (select unnest(getvariable('store_ids'))))

-- parts --
-- What is to have its costs: the SKUs of links of several pieces, each with its quantity; one row per SKU of a link.
create or replace temp view piece as
select
    l.store_id, l.channel_product_no, l.option_id, p.category_name, l.sku_id, l.quantity,
    null::varchar as tax_type  -- what the product has counts beside the pieces, see units
from link_part l
join channel_product p on p.store_id = l.store_id and p.channel_product_no = l.channel_product_no
where l.store_id in (select unnest(getvariable('store_ids')))

-- pieces --
-- What is to have its costs: the units, of one SKU each; one row per unit.
create or replace temp view piece as
select *
from sold_unit

-- costs --
-- The pieces with the costs of the day: what the SKU says, else the profile of its group, else that of the
-- category. Without a SKU there is no cost. `filled` has a bit for each part a profile fills (CostPart.bit), `tax_place` is
-- that of the tax the SKU says, else the product has (TaxType.place), 0 where it is not known.
create or replace temp view piece_cost as
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
from piece u
left join sku_on(getvariable('costs_on')) k on k.sku_id = u.sku_id
left join filling g on g.kind = 'SKU_GROUP' and g.name = k.sku_group
left join category_cost c on c.category_name = u.category_name

-- costs_of_parts --
-- What all pieces of a link cost together; nothing is known of it where a SKU lacks a cost that is needed. Shares are of
-- what the buyer pays for all of them: the highest counts. A sum that nothing could be worked out with (fees.MAX_WON) is not
-- known either. Their tax counts where all SKUs say the same (tax_place, 0 where not). One row per link.
create or replace temp table link_cost as
select
    c.store_id, c.channel_product_no, c.option_id, any_value(t.sku_code) as sku_code,
    case
        when count(c.cost_won) = count(*)
            and sum(
                c.quantity * (
                    c.cost_won + coalesce(c.packaging_won, 0) + coalesce(c.shipping_won, 0)
                    + coalesce(c.inbound_won, 0) + coalesce(c.ads_won, 0) + coalesce(c.returns_won, 0)
                )
            ) <= 90000000000
            then sum(c.quantity * c.cost_won)::bigint
    end as cost_won,
    case when count(c.packaging_won) = count(*) then sum(c.quantity * c.packaging_won)::bigint end as packaging_won,
    case when count(c.shipping_won) = count(*) then sum(c.quantity * c.shipping_won)::bigint end as shipping_won,
    sum(c.quantity * c.inbound_won)::bigint as inbound_won,
    sum(c.quantity * c.ads_won)::bigint as ads_won, max(c.ads_mp) as ads_mp,
    sum(c.quantity * c.returns_won)::bigint as returns_won, max(c.returns_mp) as returns_mp,
    bit_or(c.filled) as filled,
    case when min(c.tax_place) = max(c.tax_place) then min(c.tax_place) else 0 end as tax_place
from piece_cost c
join link_spelled t
    on t.store_id = c.store_id and t.channel_product_no = c.channel_product_no and t.option_id = c.option_id
group by c.store_id, c.channel_product_no, c.option_id

-- plain_units --
-- The units with their costs where each has one piece of one SKU; one row per unit.
create or replace temp view unit_cost as
select * exclude (sku_id, parts_of, tax_type)
from piece_cost

-- units --
-- The units with their costs, of one piece of one SKU or of all pieces of their link; one row per unit.
create or replace temp view unit_cost as
select
    u.store_id, u.channel_product_no, u.option_id, u.name, u.category_name, u.brand_name, u.price_won, u.delivery_won,
    u.as_whole, u.doubtful,
    coalesce(u.sku_code, l.sku_code) as sku_code,
    coalesce(u.cost_won, l.cost_won) as cost_won,
    coalesce(u.packaging_won, l.packaging_won) as packaging_won,
    coalesce(u.shipping_won, l.shipping_won) as shipping_won,
    coalesce(u.inbound_won, l.inbound_won) as inbound_won,
    coalesce(u.ads_won, l.ads_won) as ads_won, coalesce(u.ads_mp, l.ads_mp) as ads_mp,
    coalesce(u.returns_won, l.returns_won) as returns_won, coalesce(u.returns_mp, l.returns_mp) as returns_mp,
    coalesce(l.filled, u.filled) as filled,
    coalesce(nullif(l.tax_place, 0), u.tax_place) as tax_place
from piece_cost u
left join link_cost l
    on l.store_id = u.store_id and l.channel_product_no = u.channel_product_no and l.option_id = u.parts_of

-- inputs --
-- What a margin is worked out from; one row per unit.
select * exclude (store_id)
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
