-- Whether NAVER takes the order fee all the same and pays it back later (fees.md section 7).
alter table store_waiver add column pays_back boolean default false;
