-- Somebody asked a job to stop and it has not heard yet: kept, so that it is cancelled even if the process ends first.
alter table job add column cancel_asked boolean default false;
