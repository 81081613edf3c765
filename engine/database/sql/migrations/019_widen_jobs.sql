-- Jobs of any kind: settlements are read as jobs, and tell what they came to in words of their own (came_to, JSON). A
-- check cannot be altered, so the table is made anew. Moments are UTC.
create table job_before as select * from job;

drop table job;

create table job (
    job_id integer primary key,
    kind varchar not null check (kind in ('PRODUCT_IMPORT', 'PRODUCT_SYNC', 'SETTLEMENT_READ')),
    store_id integer not null,
    asked_by varchar not null,
    person varchar,
    state varchar not null
        check (state in ('WAITING', 'RUNNING', 'CANCELLED', 'INTERRUPTED', 'FAILED', 'DONE')),
    request varchar not null,
    phase varchar not null,
    next_page integer not null,
    pass integer not null,
    shrank boolean not null,
    done bigint not null,
    total bigint,
    requests integer not null,
    refused integer not null,
    running_seconds double not null,
    error_code varchar,
    error_text varchar,
    error_params varchar,
    trace_id varchar,
    sums varchar,
    came_to varchar,
    not_before timestamp,
    created_at timestamp not null,
    finished_at timestamp
);

insert into job by name select * from job_before;

drop table job_before;

-- The switch of settlements, and the business number of a store (ten digits).
alter table store add column settlement_on boolean default true;
alter table store add column business_no varchar;

-- What was told last of settlements; a row that is told no more is not present. One row per row of NAVER's.
create view newest_settlement_row as
select * exclude (newness)
from (
    select *, row_number() over (
        partition by store_id, expected_on, product_order_no, kind, settle_type, place order by version desc
    ) as newness
    from settlement_row
)
where newness = 1;

create view newest_settlement_commission as
select * exclude (newness)
from (
    select *, row_number() over (
        partition by store_id, expected_on, product_order_no, kind, settle_type, type, means, place
        order by version desc
    ) as newness
    from settlement_commission
)
where newness = 1;

create view newest_settlement_day as
select * exclude (newness)
from (
    select *, row_number() over (partition by store_id, expected_on, place order by version desc) as newness
    from settlement_day
)
where newness = 1;

create view newest_vat_day as
select * exclude (newness)
from (
    select *, row_number() over (partition by store_id, based_on order by version desc) as newness
    from vat_day
)
where newness = 1;
