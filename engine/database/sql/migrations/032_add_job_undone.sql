-- How much of the stretch of work at hand a job that stopped did not do, in that stretch's own unit; null: it was not
-- counted, or the job ran to its end.
alter table job add column undone integer;
