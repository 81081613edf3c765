-- Jobs with the checkpoint they go on from, and what each did with every listing. Moments are UTC.
create table job (
    job_id integer primary key,
    kind varchar not null check (kind in ('PRODUCT_IMPORT', 'PRODUCT_SYNC')),
    store_id integer not null,
    asked_by varchar not null,
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
    not_before timestamp,
    created_at timestamp not null,
    finished_at timestamp
);

create table job_item (
    job_id integer not null,
    channel_product_no bigint not null,
    outcome varchar not null
        check (outcome in ('IMPORTED', 'CHANGED', 'UNCHANGED', 'GONE', 'FAILED')),
    match_kind varchar not null,
    stock_linked boolean not null,
    changes varchar,
    reason_text varchar,
    reason_params varchar,
    primary key (job_id, channel_product_no)
);
