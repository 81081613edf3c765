-- add --
-- Marks a run; fails where it is marked already, so that nothing runs twice on one business day.
insert into schedule_run (kind, store_id, business_date, job_id, ran_at)
values ($kind, $store_id, $business_date, $job_id, $now)

-- since --
-- Runs of the business days from $from_on on; one row per run.
select kind, store_id, business_date, job_id, ran_at
from schedule_run
where business_date >= $from_on
order by ran_at desc
