-- What `createcachetable` would make. Here, so that `migrate` is all it takes.

create table if not exists cache (
  cache_key varchar(255) not null primary key,
  value text not null,
  expires timestamp with time zone not null
);
create index if not exists cache_expires on cache (expires);
