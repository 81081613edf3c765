-- Imported listings and their options. Won and counts are integers; null is not known; moments are UTC.
create table channel_product (
    store_id integer not null,
    channel_product_no bigint not null,
    origin_product_no bigint not null,
    channel_service_type varchar,
    name varchar not null,
    seller_management_code varchar,
    code_normal varchar,
    sale_status varchar not null,
    display_status varchar,
    sale_price_won bigint not null,
    discounted_price_won bigint,
    stock_quantity bigint,
    delivery_fee_won bigint,
    category_id varchar,
    category_name varchar,
    brand_name varchar,
    image_url varchar,
    sale_end_at timestamp,
    registered_at timestamp,
    modified_at timestamp,
    sku_id integer,
    match_kind varchar not null
        check (match_kind in ('EXACT', 'NORMAL_FORM', 'OPTION', 'CHOICE', 'AMBIGUOUS', 'NONE')),
    stock_linked boolean not null,
    imported_at timestamp not null,
    changed_at timestamp not null,
    missing_since timestamp,
    primary key (store_id, channel_product_no)
);

-- modified_at is the product's own at the moment its options were read: they are read again only after it moved.
create table product_detail (
    store_id integer not null,
    origin_product_no bigint not null,
    modified_at timestamp,
    read_at timestamp not null,
    primary key (store_id, origin_product_no)
);

create table product_option (
    store_id integer not null,
    origin_product_no bigint not null,
    option_id bigint not null,
    name varchar not null,
    seller_code varchar,
    code_normal varchar,
    stock_quantity bigint,
    price_won bigint,
    usable boolean,
    primary key (store_id, origin_product_no, option_id)
);
