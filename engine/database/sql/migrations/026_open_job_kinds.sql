-- Jobs of any kind, for good: which kinds there are is known to the program alone (engine/domain/job_kinds.py), so that a
-- new one needs no migration. A check cannot be altered, so the table is made anew a last time. Moments are UTC.
create table job_before as select * from job;

drop table job;

create table job (
    job_id integer primary key,
    kind varchar not null,
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
    finished_at timestamp,
    cancel_asked boolean default false
);

insert into job by name select * from job_before;

drop table job_before;
