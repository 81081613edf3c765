-- add --
insert into job (
    job_id, kind, store_id, asked_by, state, request, phase, next_page, pass, shrank, done, total, requests, refused,
    running_seconds, created_at
)
select
    coalesce(max(job_id), 0) + 1, $kind, $store_id, $asked_by, 'WAITING', $request, '', 1, 1, false, 0, null, 0, 0, 0, $now
from job
returning job_id

-- forget_old_lines --
-- Lines without a reason of the jobs of a store before its newest $kept that ended; their sums and failures stay.
delete from job_item
where reason_text is null and job_id in (
    select job_id
    from job
    where store_id = $store_id and sums is not null
    order by job_id desc
    offset $kept
)

-- get --
select
    job_id, kind, store_id, asked_by, state, request, phase, next_page, pass, shrank, done, total, requests,
    refused, running_seconds, error_code, error_text, error_params, trace_id, sums, not_before, created_at, finished_at
from job
where job_id = $job_id

-- latest --
-- The newest jobs, of one store or of all.
select
    job_id, kind, store_id, asked_by, state, request, phase, next_page, pass, shrank, done, total, requests,
    refused, running_seconds, error_code, error_text, error_params, trace_id, sums, not_before, created_at, finished_at
from job
where $store_id is null or store_id = $store_id
order by job_id desc
limit $limit

-- in_state --
-- Jobs in one state, oldest first.
select job_id from job where state = $state order by job_id

-- active --
-- The unfinished job of a store, if any.
select job_id from job where store_id = $store_id and state in ('WAITING', 'RUNNING') order by job_id limit 1

-- interrupted_like --
-- The newest job of a store, if it was interrupted and asked for exactly this.
select job_id
from job
where store_id = $store_id and kind = $kind and request = $request and state = 'INTERRUPTED'
    and job_id = (select max(job_id) from job where store_id = $store_id)

-- set_state --
-- The sums of a job that ended are kept with it, so that its lines need not be counted again.
update job set state = $state, finished_at = $finished_at, sums = $sums where job_id = $job_id

-- start --
update job
set state = 'RUNNING', finished_at = null, error_code = null, error_text = null, error_params = null, trace_id = null,
    not_before = null, sums = null
where job_id = $job_id

-- fail --
update job
set state = $state, error_code = $error_code, error_text = $error_text, error_params = $error_params,
    trace_id = $trace_id, finished_at = $finished_at, sums = $sums
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
-- At start: whatever was running when the process ended.
update job set state = 'INTERRUPTED' where state in ('WAITING', 'RUNNING')

-- checkpoint --
-- Moves the place a job goes on from, and adds what it used since the last checkpoint.
update job
set phase = $phase, next_page = $next_page, pass = $pass, shrank = $shrank, done = $done, total = $total,
    requests = requests + $requests, refused = refused + $refused, running_seconds = running_seconds + $seconds
where job_id = $job_id

-- tally --
-- Adds what a job used after its last checkpoint.
update job
set requests = requests + $requests, refused = refused + $refused, running_seconds = running_seconds + $seconds
where job_id = $job_id

-- record_failure --
-- A listing that was saved but whose options could not be read keeps its outcome and gets the reason.
insert into job_item (job_id, channel_product_no, outcome, match_kind, stock_linked, reason_text, reason_params)
values ($job_id, $channel_product_no, 'FAILED', 'NONE', false, $reason_text, $reason_params)
on conflict (job_id, channel_product_no) do update set
    reason_text = excluded.reason_text, reason_params = excluded.reason_params

-- sums --
-- The report in one row. A GONE listing counts as neither matched nor unmatched.
select
    count(*) filter (where outcome = 'IMPORTED') as imported,
    count(*) filter (where outcome = 'CHANGED') as changed,
    count(*) filter (where outcome = 'UNCHANGED') as unchanged,
    count(*) filter (where outcome = 'GONE') as gone,
    count(*) filter (where met and match_kind in ('EXACT', 'NORMAL_FORM', 'OPTION', 'CHOICE')) as matched,
    count(*) filter (where met and match_kind = 'NONE') as unmatched,
    count(*) filter (where met and match_kind = 'AMBIGUOUS') as ambiguous,
    count(*) filter (where met and stock_linked) as stock_linked
from (
    select *, outcome in ('IMPORTED', 'CHANGED', 'UNCHANGED') as met
    from job_item
    where job_id = $job_id
)

-- failures --
-- Every failed item with its reason, by number.
select channel_product_no, reason_text, reason_params
from job_item
where job_id = $job_id and reason_text is not null
order by channel_product_no

-- items --
-- Lines of a report with what is held of each listing now; filters that are null let everything through.
select
    i.channel_product_no, p.name, p.seller_management_code, p.discounted_price_won, p.image_url, i.outcome,
    coalesce(p.match_kind, i.match_kind) as match, k.own_code as sku_code,
    coalesce(p.stock_linked, i.stock_linked) as stock_linked, i.changes, i.reason_text, i.reason_params
from job_item i
left join channel_product p on p.store_id = $store_id and p.channel_product_no = i.channel_product_no
left join sku k on k.sku_id = p.sku_id
where i.job_id = $job_id
    and ($outcome is null or i.outcome = $outcome)
    and ($match is null or (coalesce(p.match_kind, i.match_kind) = $match and i.outcome not in ('FAILED', 'GONE')))
order by i.channel_product_no
limit $limit
