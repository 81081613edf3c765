-- Lines of reports without an index: a reading of a million listings writes a million of them, and each checkpoint wrote
-- the index anew. Whoever adds lines leaves out those that are there (pages.sql, products.sql, reports.sql).
create table loose_job_item (
    job_id integer not null,
    channel_product_no bigint not null,
    outcome varchar not null
        check (outcome in ('IMPORTED', 'CHANGED', 'UNCHANGED', 'GONE', 'FAILED')),
    match_kind varchar not null,
    stock_linked boolean not null,
    changes varchar,
    reason_text varchar,
    reason_params varchar
);

insert into loose_job_item by name select * from job_item;

drop table job_item;

alter table loose_job_item rename to job_item;
