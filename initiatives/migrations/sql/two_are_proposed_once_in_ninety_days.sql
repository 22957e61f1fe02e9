-- Between two proposals about one pair lie ninety days, also where two people propose them at one moment. A range of one
-- number stands for each key: PostgreSQL compares ranges in such a rule without an extension.

alter table initiatives_introduction add constraint two_are_proposed_once_in_ninety_days exclude using gist (
  int8range(first_id, first_id, '[]') with &&,
  int8range(second_id, second_id, '[]') with &&,
  tsrange(proposed_at at time zone 'UTC', (proposed_at at time zone 'UTC') + interval '90 days') with &&
);

-- Who decided when both had agreed was not kept before: those who do so now.
insert into initiatives_introduced (introduction_id, user_id)
select pair.id, team.user_id
from initiatives_introduction pair
join initiatives_membership team on team.initiative_id in (pair.first_id, pair.second_id)
where pair.first_agreed_at is not null and pair.second_agreed_at is not null and team.role = 'lead'
on conflict do nothing;
