-- save --
-- The registered frame `places`: moves the place each job goes on from, and adds what it used since the last one.
update job
set phase = r.phase, next_page = r.next_page, pass = r.pass_no, shrank = r.shrank, done = r.done, total = r.total,
    requests = job.requests + r.requests, refused = job.refused + r.refused,
    running_seconds = job.running_seconds + r.seconds
from places r
where job.job_id = r.job_id

-- tally --
-- Adds what a job used after its last checkpoint.
update job
set requests = requests + $requests, refused = refused + $refused, running_seconds = running_seconds + $seconds
where job_id = $job_id
