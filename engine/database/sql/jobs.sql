-- add --
insert into job (
    job_id, kind, store_id, asked_by, person, state, request, phase, next_page, pass, shrank, done, total, requests,
    refused, running_seconds, created_at
)
values (
    $job_id, $kind, $store_id, $asked_by, $person, 'WAITING', $request, '', 1, 1, false, 0, null, 0, 0, 0, $now
)

-- forget_old_lines --
-- Lines without a reason of the jobs of a store that report line by line ($kinds), before its newest $kept that ended;
-- their sums and failures stay.
delete from job_item
where reason_text is null and job_id in (
    select job_id
    from job
    where store_id = $store_id and sums is not null and kind = any($kinds::varchar[])
    order by job_id desc
    offset $kept
)

-- get --
select
    job_id, kind, store_id, asked_by, person, state, request, phase, next_page, pass, shrank, done, total, requests,
    refused, running_seconds, undone, error_code, error_text, error_params, trace_id, sums, came_to, not_before, created_at,
    finished_at
from job
where job_id = $job_id

-- latest --
-- The newest jobs, of one store or of all.
select
    job_id, kind, store_id, asked_by, person, state, request, phase, next_page, pass, shrank, done, total, requests,
    refused, running_seconds, undone, error_code, error_text, error_params, trace_id, sums, came_to, not_before, created_at,
    finished_at
from job
where $store_id is null or store_id = $store_id
order by job_id desc
limit $limit

-- ended --
-- The newest jobs that are not under way, of one store or of all, asked for at $since or later or whenever.
select
    job_id, kind, store_id, asked_by, person, state, request, phase, next_page, pass, shrank, done, total, requests,
    refused, running_seconds, undone, error_code, error_text, error_params, trace_id, sums, came_to, not_before, created_at,
    finished_at
from job
where state not in ('WAITING', 'RUNNING')
    and ($store_id is null or store_id = $store_id)
    and ($since is null or created_at >= $since)
order by job_id desc
limit $limit

-- in_state --
-- Jobs in one state, oldest first.
select job_id, kind from job where state = $state order by job_id

-- under_way --
-- What is waiting or running, oldest first.
select job_id, kind, store_id from job where state in ('WAITING', 'RUNNING') order by job_id

-- newest --
select job_id, state from job where store_id = $store_id order by job_id desc limit 1

-- active --
-- The unfinished jobs of all stores, oldest first.
select
    job_id, kind, store_id, asked_by, person, state, request, phase, next_page, pass, shrank, done, total, requests,
    refused, running_seconds, undone, error_code, error_text, error_params, trace_id, sums, came_to, not_before, created_at,
    finished_at
from job
where state in ('WAITING', 'RUNNING')
order by job_id

-- interrupted_like --
-- The newest job of a store that is of some kinds, if it was interrupted and asked for exactly this.
select job_id
from job
where store_id = $store_id and kind = $kind and request = $request and state = 'INTERRUPTED'
    and job_id = (select max(job_id) from job where store_id = $store_id and kind = any($kinds::varchar[]))

-- newest_of_kinds --
select max(job_id) from job where store_id = $store_id and kind = any($kinds::varchar[])

-- of_other_kinds --
-- How many jobs of a store, or of all, are of none of some kinds.
select count(*)
from job
where ($store_id is null or store_id = $store_id) and not kind = any($kinds::varchar[])

-- set_state --
-- The sums of a job that ended are kept with it, so that its lines need not be counted again.
update job
set state = $state, finished_at = $finished_at, sums = $sums, undone = $undone, cancel_asked = false
where job_id = $job_id

-- ask_to_cancel --
update job set cancel_asked = true where job_id = $job_id and state in ('WAITING', 'RUNNING')

-- save_came_to --
-- What a job that does not report line by line came to so far.
update job set came_to = $came_to where job_id = $job_id

-- start --
update job
set state = 'RUNNING', finished_at = null, error_code = null, error_text = null, error_params = null, trace_id = null,
    not_before = null, sums = null, undone = null
where job_id = $job_id

-- fail --
update job
set state = $state, error_code = $error_code, error_text = $error_text, error_params = $error_params,
    trace_id = $trace_id, finished_at = $finished_at, sums = $sums, undone = $undone
where job_id = $job_id

-- park --
-- A job that must wait until a moment, with the reason.
update job
set state = 'WAITING', not_before = $not_before, error_code = $error_code, error_text = $error_text,
    error_params = $error_params, trace_id = $trace_id
where job_id = $job_id

-- parked --
-- Parked jobs whose moment has come, oldest first.
select job_id from job where state = 'WAITING' and not_before <= $now order by job_id

-- interrupt --
-- At start: whatever was running when the process ended; what somebody had asked to stop is cancelled.
update job
set state = case when cancel_asked then 'CANCELLED' else 'INTERRUPTED' end,
    finished_at = case when cancel_asked then $now else finished_at end, cancel_asked = false
where state in ('WAITING', 'RUNNING')
