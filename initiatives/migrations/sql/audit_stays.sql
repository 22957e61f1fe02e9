-- What the audit wrote down is not changed, deleted or emptied.

create function audit_stays() returns trigger language plpgsql as $$
begin
  raise exception 'what happened stays written down'
    using errcode = 'restrict_violation', constraint = 'audit_stays';
end $$;

create trigger audit_stays before update or delete on initiatives_auditentry
for each row execute function audit_stays();
create trigger audit_is_not_emptied before truncate on initiatives_auditentry
for each statement execute function audit_stays();
