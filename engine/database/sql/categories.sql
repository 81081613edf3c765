-- all --
-- Every leaf category that NAVER told, by its path.
select category_id, whole_name from category order by whole_name, category_id

-- fetched_at --
-- When the categories were told last.
select max(fetched_at) from category

-- clear --
delete from category

-- add --
insert into category (category_id, whole_name, fetched_at)
select unnest($ids), unnest($names), $now
