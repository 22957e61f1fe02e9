-- Whoever opened evidence looked at what stood there. When that changes, what they said of it goes (decision 0231); the audit keeps it.

create function what_changed_was_not_looked_at() returns trigger language plpgsql as $$
begin
  delete from initiatives_evidencecheck where evidence_id = new.id;
  return null;
end $$;

create trigger what_changed_was_not_looked_at after update of kind, independence, text, url on initiatives_evidence for each row
when ((old.kind, old.independence, old.text, old.url) is distinct from (new.kind, new.independence, new.text, new.url))
execute function what_changed_was_not_looked_at();
