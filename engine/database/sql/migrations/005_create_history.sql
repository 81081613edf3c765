-- The past of every imported listing: one row per state that was seen, from its first import on; append-only.
-- Moments are UTC.
create table product_history (
    store_id integer not null,
    channel_product_no bigint not null,
    seen_at timestamp not null,
    job_id integer not null,
    name varchar not null,
    sale_status varchar not null,
    sale_price_won bigint not null,
    discounted_price_won bigint,
    stock_quantity bigint
);
