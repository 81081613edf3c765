-- The seller's own catalogue. Won and counts are integers; null is not known.
create table sku (
    sku_id integer primary key,
    own_code varchar not null unique,
    unique_code varchar,
    own_code_normal varchar,
    unique_code_normal varchar,
    name varchar not null,
    option_name varchar,
    cost_won bigint check (cost_won >= 0),
    stock_quantity bigint check (stock_quantity >= 0),
    packaging_won bigint check (packaging_won >= 0),
    shipping_won bigint check (shipping_won >= 0),
    updated_at timestamp not null
);

-- One row per normal form of a code, derived from sku whenever it is saved: the SKU that carries it, or, where several
-- do, minus their number. Narrow on purpose: a million listings are joined to it.
create table sku_code (
    code_normal varchar not null,
    sku_ref integer not null
);
