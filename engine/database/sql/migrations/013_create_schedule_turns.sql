-- Runs of the schedule beside the one of a business day: turns of what runs more often, and runs made by hand, which
-- are due when they are asked for. Moments are UTC.
create table schedule_turn (
    kind varchar not null,
    store_id integer not null,
    due_at timestamp not null,
    by_hand boolean not null,
    job_id integer,
    ran_at timestamp not null,
    primary key (kind, store_id, due_at)
);
