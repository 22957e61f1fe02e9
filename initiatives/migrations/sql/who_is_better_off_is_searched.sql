-- What is kept of a win: the words of its texts, and of who is better off.
create function searched_win(title text, title_en text, description text, description_en text, changed_for text) returns tsvector
language sql immutable parallel safe
return searched_win(title, title_en, description, description_en) || searched_text(changed_for);
