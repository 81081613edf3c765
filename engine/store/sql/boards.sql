-- counts --
-- How many listings of each store stand where; one row per store.
select
    s.store_id, s.listed_count as listed, s.last_synced_at,
    count(p.channel_product_no) as imported,
    count(*) filter (where p.sku_id is not null or p.match_kind = 'OPTION') as matched,
    count(*) filter (where p.match_kind in ('NONE', 'AMBIGUOUS')) as unmatched,
    count(*) filter (where p.stock_linked) as stock_linked,
    count(*) filter (
        where p.sale_status = 'SALE' and p.sale_end_at >= $now and p.sale_end_at < $soon
    ) as ending_soon
from store s
left join channel_product p on p.store_id = s.store_id and p.missing_since is null
group by s.store_id, s.listed_count, s.last_synced_at

-- unmatched --
-- Imported listings of a store without a SKU.
select count(*) from channel_product
where store_id = $store_id and missing_since is null and match_kind in ('NONE', 'AMBIGUOUS')

-- margin_inputs --
-- What a margin is worked out from; one row per matched listing that NAVER still knows. An unknown cost stays null;
-- unknown packaging or shipping makes the cost unknown too.
select
    p.channel_product_no, p.name, p.category_name, p.sale_status,
    p.discounted_price_won as price_won,
    k.own_code as sku_code, k.cost_won, k.packaging_won, k.shipping_won
from channel_product p
left join sku k on k.sku_id = p.sku_id
where p.store_id = $store_id and p.missing_since is null
    and p.match_kind in ('EXACT', 'NORMAL_FORM', 'OPTION', 'CHOICE')
order by p.channel_product_no

-- loss_inputs --
-- Price and whole cost in won of the listings above whose price and cost are known; one row per listing.
select
    p.discounted_price_won as price_won,
    k.cost_won + k.packaging_won + k.shipping_won as cost_won
from channel_product p
join sku k on k.sku_id = p.sku_id
where p.store_id = $store_id and p.missing_since is null
    and p.match_kind in ('EXACT', 'NORMAL_FORM', 'OPTION', 'CHOICE')
    and p.discounted_price_won is not null
    and k.cost_won is not null and k.packaging_won is not null and k.shipping_won is not null
