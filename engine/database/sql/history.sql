-- append_new --
-- The first state of listings of the decided pages that are new here.
insert into product_history (
    store_id, channel_product_no, seen_at, job_id, name, sale_status, sale_price_won, discounted_price_won,
    stock_quantity
)
select
    s.store_id, s.channel_product_no, $now, page.job_id, s.name, s.sale_status, s.sale_price_won,
    s.discounted_price_won, s.stock_quantity
from page
join staged s on s.store_id = page.store_id and s.channel_product_no = page.channel_product_no
where not page.held

-- append_changed --
-- The states on the decided pages that differ from what is held.
insert into product_history (
    store_id, channel_product_no, seen_at, job_id, name, sale_status, sale_price_won, discounted_price_won,
    stock_quantity
)
select
    s.store_id, s.channel_product_no, $now, page.job_id, s.name, s.sale_status, s.sale_price_won,
    s.discounted_price_won, s.stock_quantity
from page
join staged s on s.store_id = page.store_id and s.channel_product_no = page.channel_product_no
join channel_product p
    on p.store_id = page.store_id and p.channel_product_no = page.channel_product_no
    and p.channel_product_no between $least and $most
where page.outcome = 'CHANGED' and (
    s.name, s.sale_status, s.sale_price_won, s.discounted_price_won, s.stock_quantity
) is distinct from (
    p.name, p.sale_status, p.sale_price_won, p.discounted_price_won, p.stock_quantity
)

-- of_product --
-- Every state of one listing, oldest first; one row per state.
select seen_at, name, sale_status, sale_price_won, discounted_price_won, stock_quantity
from product_history
where store_id = $store_id and channel_product_no = $channel_product_no
order by seen_at, job_id

-- changes --
-- Changes of a store's listings in [$from_at, $to_at), newest first: one row per state with the state before it.
with states as (
    select
        channel_product_no, seen_at, job_id, name, sale_status, sale_price_won, discounted_price_won, stock_quantity,
        lag(name) over w as name_before,
        lag(sale_status) over w as sale_status_before,
        lag(sale_price_won) over w as sale_price_won_before,
        lag(discounted_price_won) over w as discounted_price_won_before,
        lag(stock_quantity) over w as stock_quantity_before,
        row_number() over w as place
    from product_history
    where store_id = $store_id
    window w as (partition by channel_product_no order by seen_at, job_id)
)
select
    channel_product_no, seen_at, name, sale_status, sale_price_won, discounted_price_won, stock_quantity,
    name_before, sale_status_before, sale_price_won_before, discounted_price_won_before, stock_quantity_before
from states
where place > 1 and seen_at >= $from_at and seen_at < $to_at
order by seen_at desc, channel_product_no
limit $limit
