-- Named sets of delivery settings a product is registered or changed with; one row per template. settings is the
-- JSON of its fields (numbers of NAVER's addresses and groups, fees in won). Moments are UTC.
create table delivery_template (
    template_id integer primary key,
    store_id integer not null,
    name varchar not null,
    settings varchar not null,
    saved_at timestamp not null
);
