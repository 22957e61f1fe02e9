-- What somebody shared of themselves in a round of the pilot paradox stays as it was, as answers do (what_was_said_stays.sql).

create trigger stays_as_it_was before update on initiatives_recognition
for each row execute function stays_as_it_was();
