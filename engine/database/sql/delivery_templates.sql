-- of_store --
-- The templates of a store by name; one row per template.
select template_id, store_id, settings, saved_at
from delivery_template
where store_id = $store_id
order by lower(name), template_id

-- name_taken --
-- The template of the store other than $template_id that carries $name.
select template_id
from delivery_template
where store_id = $store_id and lower(name) = lower($name) and template_id is distinct from $template_id

-- add --
insert into delivery_template (template_id, store_id, name, settings, saved_at)
values ($template_id, $store_id, $name, $settings, $now)
returning template_id

-- replace --
update delivery_template
set name = $name, settings = $settings, saved_at = $now
where template_id = $template_id and store_id = $store_id
returning template_id

-- remove --
delete from delivery_template where template_id = $template_id and store_id = $store_id
returning template_id
