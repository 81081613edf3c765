-- take --
-- Moves the last number of a noun on by $count; the new last one.
update counter set last_number = last_number + $count where noun = $noun
returning last_number
