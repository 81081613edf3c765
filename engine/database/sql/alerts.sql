-- add --
-- A new line of the outbox; its key must be new.
insert into alert (
    alert_id, alert_key, kind, store_id, way, payload_sealed, state, tries, next_try_at, created_at
)
values ($alert_id, $alert_key, $kind, $store_id, $way, $payload_sealed, 'WAITING', 0, $next_try_at, $now)

-- keys --
-- The keys of all lines held.
select alert_key from alert

-- due --
-- What is to be sent now, the longest waiting first; one row per line.
select alert_id, way, payload_sealed, tries, created_at
from alert
where state = 'WAITING' and next_try_at <= $now
order by next_try_at, alert_id
limit 100

-- settle --
update alert
set state = $state, tries = $tries, next_try_at = $next_try_at, problem = $problem, sent_at = $sent_at
where alert_id = $alert_id

-- latest --
-- The newest lines of the outbox without what is sealed, of some stores or of all; one row per line.
select alert_id, kind, store_id, way, state, tries, next_try_at, problem, created_at, sent_at
from alert
where $store_ids is null or store_id = any($store_ids::integer[])
order by alert_id desc
limit $limit

-- waiting --
-- The moment since which the longest waiting line that was tried in vain waits.
select min(created_at) from alert where state = 'WAITING' and tries > 0

-- retry_all --
update alert set next_try_at = $now where state = 'WAITING' and tries > 0

-- forget_old --
delete from alert where state <> 'WAITING' and created_at < $before

-- failed_jobs --
-- Jobs that failed since a moment; one row per job.
select job_id, store_id, error_code, error_text, error_params, finished_at
from job
where state = 'FAILED' and finished_at >= $since and error_text is not null
order by job_id

-- changed_prerequisites --
-- Kinds of delivery settings that a fetch since a moment found changed; one row per store and kind.
select store_id, kind, changed_at from prerequisite where changed_at >= $since

-- refused_calls --
-- Calls NAVER refused in jobs made since a moment; one row per store.
select store_id, sum(refused)::bigint as refused from job where created_at >= $since group by store_id

-- sealed_setting --
select value_sealed from sealed_setting where name = $name

-- save_sealed_setting --
insert into sealed_setting (name, value_sealed) values ($name, $value_sealed)
on conflict (name) do update set value_sealed = excluded.value_sealed

-- forget_sealed_setting --
delete from sealed_setting where name = $name
