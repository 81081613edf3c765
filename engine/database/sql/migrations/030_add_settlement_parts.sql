-- The parts of a day's sum beyond pay, fees and benefit; null: the day was read before they were kept. Below zero where
-- NAVER keeps the money.
drop view newest_settlement_day;

alter table settlement_day add column deduction_won bigint;
alter table settlement_day add column minus_charge_won bigint;

create view newest_settlement_day as
select * exclude (newness)
from (
    select *, row_number() over (partition by store_id, expected_on, place order by version desc) as newness
    from settlement_day
)
where newness = 1;

-- What NAVER told and could not be read, as it was told but for what names people; one row per element. asked_on: the
-- day it is of, else the last one asked for.
create table settlement_unread (
    store_id integer not null,
    source varchar not null
        check (source in ('DAYS', 'ROWS', 'COMMISSIONS', 'VAT')),
    asked_on date not null,
    place integer not null,
    seen_at timestamp not null,
    member varchar not null,
    raw varchar not null,
    primary key (store_id, source, asked_on, place)
);

-- The days whose rows were read, and when last: a day may grow until it was read after it had passed.
create table settlement_read_day (
    store_id integer not null,
    expected_on date not null,
    read_at timestamp not null,
    primary key (store_id, expected_on)
);

insert into settlement_read_day (store_id, expected_on, read_at)
select store_id, expected_on, max(seen_at) from settlement_row group by store_id, expected_on;
