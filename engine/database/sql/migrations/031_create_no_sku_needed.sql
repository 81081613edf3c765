-- One row per listing of which a person decided that it needs no SKU: it waits for none and is matched to none until that
-- is taken back, or a SKU is chosen for it by hand.
create table no_sku_needed (
    store_id integer not null,
    channel_product_no bigint not null,
    decided_by varchar not null,
    decided_at timestamp not null,
    primary key (store_id, channel_product_no)
);
