-- The write under way to each thing at NAVER: the key allows one. Taken in the transaction that turns a plan into an
-- intent, given back in the one that keeps its outcome; a process that ends in between leaves it, until NAVER is read.
create table naver_write_claim (
    store_id integer not null,
    subject varchar not null,
    write_id integer not null,
    primary key (store_id, subject)
);

insert into naver_write_claim (store_id, subject, write_id)
select store_id, subject, max(write_id)
from naver_write
where state = 'SENT'
group by store_id, subject;
