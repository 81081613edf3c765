-- What NAVER tells of a day beside the parts of its sum: corrections, what care for returns costs, order fees given back to
-- new sellers, the limit of settlement; and whether it told the sum itself, or it was made of its parts.
drop view newest_settlement_day;

alter table settlement_day add column difference_won bigint default 0;
alter table settlement_day add column return_care_won bigint default 0;
alter table settlement_day add column preferential_won bigint default 0;
alter table settlement_day add column limit_won bigint default 0;
alter table settlement_day add column sum_told boolean default true;

create view newest_settlement_day as
select * exclude (newness)
from (
    select *, row_number() over (partition by store_id, expected_on, place order by version desc) as newness
    from settlement_day
)
where newness = 1;
