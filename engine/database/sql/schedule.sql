-- add --
-- Marks the run of a business day; fails where it is marked already, so that nothing runs twice on one.
insert into schedule_run (kind, store_id, business_date, job_id, ran_at)
values ($kind, $store_id, $business_date, $job_id, $now)

-- add_turn --
-- Marks a turn of what runs more often, or a run by hand; fails where the turn is marked already.
insert into schedule_turn (kind, store_id, due_at, by_hand, job_id, ran_at)
values ($kind, $store_id, $due_at, $by_hand, $job_id, $now)

-- forget_turns --
-- Turns of a line before $before; a day of a store has hundreds of them.
delete from schedule_turn where kind = $kind and store_id = $store_id and due_at < $before

-- since --
-- Runs of the business days from $from_on on; one row per run.
select kind, store_id, business_date, job_id, ran_at
from schedule_run
where business_date >= $from_on
order by ran_at desc

-- turns_since --
-- Turns due from $from_at on, runs by hand among them; one row per run.
select kind, store_id, due_at, by_hand, job_id, ran_at
from schedule_turn
where due_at >= $from_at
order by ran_at desc
