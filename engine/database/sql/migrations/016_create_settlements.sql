-- What NAVER settled, row by row, day by day, with the sales of VAT. A change is a new version, one told no more a
-- version that is not present; nothing is altered. Fees are costs above zero; unknown types are kept. Moments are UTC.

create table settlement_row (
    store_id integer not null,
    expected_on date not null,
    product_order_no varchar not null,
    kind varchar not null,
    settle_type varchar not null,
    place integer not null,
    version integer not null,
    seen_at timestamp not null,
    present boolean not null,
    order_no varchar,
    channel_product_no bigint,
    name varchar,
    paid_on date,
    based_on date,
    completed_on date,
    pay_won bigint not null,
    order_fee_won bigint not null,
    sales_fee_won bigint not null,
    instalment_fee_won bigint not null,
    benefit_won bigint not null,
    settled_won bigint not null,
    primary key (store_id, expected_on, product_order_no, kind, settle_type, place, version)
);

create table settlement_commission (
    store_id integer not null,
    expected_on date not null,
    product_order_no varchar not null,
    kind varchar not null,
    settle_type varchar not null,
    type varchar not null,
    means varchar not null,
    place integer not null,
    version integer not null,
    seen_at timestamp not null,
    present boolean not null,
    path varchar,
    basis_won bigint not null,
    fee_won bigint not null,
    primary key (store_id, expected_on, product_order_no, kind, settle_type, type, means, place, version)
);

create table settlement_day (
    store_id integer not null,
    expected_on date not null,
    place integer not null,
    version integer not null,
    seen_at timestamp not null,
    present boolean not null,
    method varchar,
    completed_on date,
    settled_won bigint not null,
    pay_won bigint not null,
    fee_won bigint not null,
    benefit_won bigint not null,
    normal_won bigint not null,
    quick_won bigint not null,
    held_back_won bigint not null,
    primary key (store_id, expected_on, place, version)
);

create table vat_day (
    store_id integer not null,
    based_on date not null,
    version integer not null,
    seen_at timestamp not null,
    present boolean not null,
    total_won bigint not null,
    taxed_won bigint not null,
    exempt_won bigint not null,
    card_won bigint not null,
    cash_deducted_won bigint not null,
    cash_evidence_won bigint not null,
    cash_unissued_won bigint not null,
    other_won bigint not null,
    primary key (store_id, based_on, version)
);

-- The reading of a store that is under way, or was done last: it goes on with next_on.
create table settlement_reading (
    store_id integer primary key,
    first_on date not null,
    last_on date not null,
    next_on date not null,
    started_at timestamp not null,
    finished_at timestamp
);

create table vat_month (
    store_id integer not null,
    starts_on date not null,
    read_at timestamp not null,
    primary key (store_id, starts_on)
);
