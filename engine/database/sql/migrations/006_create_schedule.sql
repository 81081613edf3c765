-- What the schedule ran: once per kind, store (0: all of them) and business day in KST. Moments are UTC.
create table schedule_run (
    kind varchar not null,
    store_id integer not null,
    business_date date not null,
    job_id integer,
    ran_at timestamp not null,
    primary key (kind, store_id, business_date)
);
