-- all --
-- Every store with its fee tier of the day $today; one row per store.
select
    s.store_id, s.name, s.client_id, s.base_url, s.store_type, s.tax_mode, s.secret_set_at, s.account_id,
    s.connection, s.problem_code, s.checked_at, s.created_at, s.seller_id, s.window_kind, s.category_id,
    s.category_name, s.memo, s.business_no, s.storefront, s.channel_no, s.channel_name, s.linked_seller_id, s.valid_until,
    s.approved_at, s.archived_at, s.master_on, s.product_on, s.order_on, s.cs_on, s.stock_on, s.settlement_on,
    s.order_confirm, s.extend_days,
    coalesce(
        (select t.tier from store_fee_tier t
         where t.store_id = s.store_id and t.starts_on <= $today order by t.starts_on desc limit 1),
        (select t.tier from store_fee_tier t where t.store_id = s.store_id order by t.starts_on limit 1)
    ) as fee_tier,
    coalesce(
        (select max(t.starts_on) from store_fee_tier t where t.store_id = s.store_id and t.starts_on <= $today),
        (select min(t.starts_on) from store_fee_tier t where t.store_id = s.store_id)
    ) as tier_starts_on
from store s
order by s.name

-- add --
insert into store (
    store_id, name, client_id, base_url, store_type, tax_mode, connection, created_at
)
values ($store_id, $name, $client_id, $base_url, $store_type, $tax_mode, 'UNCHECKED', $now)

-- name_taken --
-- The store other than $store_id that carries $name.
select store_id from store where lower(name) = lower($name) and store_id is distinct from $store_id

-- client_taken --
-- The store other than $store_id that uses the same application at the same address.
select store_id, name from store
where client_id = $client_id and base_url = $base_url and store_id is distinct from $store_id

-- address_taken --
-- The store other than $store_id at the same storefront address.
select store_id, name from store
where storefront = $storefront and base_url = $base_url and store_id is distinct from $store_id

-- channel_taken --
-- The store other than $store_id that is the same channel.
select store_id, name from store
where channel_no = $channel_no and base_url = $base_url and store_id is distinct from $store_id

-- update --
update store
set name = $name, client_id = $client_id, base_url = $base_url, store_type = $store_type, tax_mode = $tax_mode,
    seller_id = $seller_id, window_kind = $window_kind, category_id = $category_id, category_name = $category_name,
    memo = $memo, business_no = $business_no, storefront = $storefront, channel_no = $channel_no, channel_name = $channel_name,
    linked_seller_id = $linked_seller_id, valid_until = $valid_until, master_on = $master_on,
    product_on = $product_on, order_on = $order_on, cs_on = $cs_on, stock_on = $stock_on,
    settlement_on = $settlement_on, order_confirm = $order_confirm, extend_days = $extend_days
where store_id = $store_id

-- withdraw_approval --
update store
set connection = 'UNCHECKED', problem_code = null, approved_at = null
where store_id = $store_id

-- save_channel --
-- What NAVER says the store's channel and address are.
update store
set storefront = $storefront, channel_no = $channel_no, channel_name = $channel_name
where store_id = $store_id

-- archive --
update store set archived_at = $archived_at where store_id = $store_id

-- tables_of_stores --
-- Every table whose rows belong to one store; the audit keeps what was done.
select c.table_name
from information_schema.columns c
join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name
where c.table_schema = current_schema() and t.table_type = 'BASE TABLE' and c.column_name = 'store_id'
    and c.table_name <> 'audit'
order by c.table_name

-- tables_of_jobs --
-- Every table whose rows belong to a job and thereby to a store.
select c.table_name
from information_schema.columns c
join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name
where c.table_schema = current_schema() and t.table_type = 'BASE TABLE' and c.column_name = 'job_id'
    and c.table_name not in (
        select table_name from information_schema.columns where table_schema = current_schema() and column_name = 'store_id'
    )
order by c.table_name

-- secret --
-- The sealed client secret of one store, while it is asked at $base_url.
select secret_sealed from store where store_id = $store_id and base_url = $base_url

-- forget_secret --
update store set secret_sealed = null, secret_set_at = null where store_id = $store_id

-- save_secret --
update store
set secret_sealed = $sealed, secret_set_at = $now, connection = 'UNCHECKED', problem_code = null, approved_at = null
where store_id = $store_id

-- save_check --
update store
set connection = $connection, account_id = coalesce($account_id, account_id), problem_code = $problem_code,
    checked_at = $now, approved_at = case when $keeps_approval then approved_at else $approved_at end
where store_id = $store_id

-- save_reading --
-- After a whole reading: how many listings NAVER has, and when.
update store set listed_count = $listed, last_synced_at = $now where store_id = $store_id

-- save_listed --
update store set listed_count = $listed where store_id = $store_id

-- save_fee_tier --
insert into store_fee_tier (store_id, starts_on, tier) values ($store_id, $starts_on, $tier)
on conflict (store_id, starts_on) do update set tier = excluded.tier

-- fee_tiers --
-- Every dated tier of one store, newest first.
select starts_on, tier from store_fee_tier where store_id = $store_id order by starts_on desc

-- remove_fee_tier --
delete from store_fee_tier where store_id = $store_id and starts_on = $starts_on

-- fee_tier_on --
-- The tier of one store on one day; no row before the first dated tier.
select tier from store_fee_tier
where store_id = $store_id and starts_on <= $day
order by starts_on desc
limit 1
