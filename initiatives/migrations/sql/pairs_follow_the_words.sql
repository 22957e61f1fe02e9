-- A pair says that a type went a direction. It goes when its win is no longer read as that type or that direction.

create function pairs_that_fit(pairs text[], types text[], directions text[]) returns text[]
language sql immutable as $$
  select case
    when pairs = '{unknown}' and cardinality(types) > 1 and cardinality(directions) > 1 then pairs
    else (
      select array_agg(pair order by place)
      from unnest(pairs) with ordinality each(pair, place)
      where split_part(pair, '>', 1) = any(types) and split_part(pair, '>', 2) = any(directions)
    )
  end
$$;

create function win_lets_go_of_pairs() returns trigger language plpgsql as $$
begin
  new.pairs := pairs_that_fit(
    new.pairs, coalesce(new.types, new.editor_types), coalesce(new.directions, new.editor_directions)
  );
  new.editor_pairs := pairs_that_fit(new.editor_pairs, new.editor_types, new.editor_directions);
  return new;
end $$;

create trigger win_lets_go_of_pairs before insert or update on initiatives_smallwin for each row
when (new.pairs is not null or new.editor_pairs is not null) execute function win_lets_go_of_pairs();
