-- Who asked for a job by name, where it was a person at the screen.
alter table job add column person varchar;
