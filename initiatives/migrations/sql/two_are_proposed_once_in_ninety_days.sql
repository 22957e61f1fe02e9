-- Between two proposals about one pair lie ninety days, also where two people propose them at one moment. A range of one
-- number stands for each key: PostgreSQL compares ranges in such a rule without an extension.

alter table initiatives_introduction add constraint two_are_proposed_once_in_ninety_days exclude using gist (
  int8range(first_id, first_id, '[]') with &&,
  int8range(second_id, second_id, '[]') with &&,
  tsrange(proposed_at at time zone 'UTC', (proposed_at at time zone 'UTC') + interval '90 days') with &&
);
