-- counts --
-- How many listings of each store stand where; one row per store.
select
    s.store_id, s.listed_count as listed, s.last_synced_at,
    count(p.channel_product_no) as imported,
    count(*) filter (
        where p.sale_status not in ('CLOSE', 'PROHIBITION', 'DELETE') and p.match_kind not in ('NONE', 'AMBIGUOUS')
            and p.match_doubt is not true
    ) as matched,
    count(*) filter (
        where p.sale_status not in ('CLOSE', 'PROHIBITION', 'DELETE') and p.match_doubt
    ) as doubtful,
    count(*) filter (
        where p.sale_status not in ('CLOSE', 'PROHIBITION', 'DELETE') and p.match_kind in ('NONE', 'AMBIGUOUS')
            and n.store_id is null
    ) as unmatched,
    count(*) filter (where p.sale_status in ('CLOSE', 'PROHIBITION', 'DELETE')) as ended,
    count(*) filter (where p.stock_linked) as stock_linked,
    count(*) filter (
        where p.sale_status = 'SALE' and p.sale_end_at >= $now and p.sale_end_at < $soon
    ) as ending_soon
from store s
left join channel_product p on p.store_id = s.store_id and p.missing_since is null
left join no_sku_needed n on n.store_id = p.store_id and n.channel_product_no = p.channel_product_no
group by s.store_id, s.listed_count, s.last_synced_at
