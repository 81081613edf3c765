-- get --
-- The value of one setting.
select value from setting where name = $name

-- save --
insert into setting (name, value) values ($name, $value)
on conflict (name) do update set value = excluded.value
