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

-- One row per normal form of a code, derived from sku whenever it is saved: how many SKUs carry it, and,
-- where it is one, which SKU and in which spellings (at most two: own code and unique code).
create table sku_code (
    code_normal varchar not null,
    sku_count integer not null,
    sku_id integer not null,
    first_spelling varchar not null,
    last_spelling varchar not null
);
