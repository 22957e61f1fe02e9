-- How wins are searched. What is kept of a text and what somebody asks go through the same `searched_words`, so
-- that they always meet. Nothing here depends on an extension or on search_path; small letters are those of the server, which
-- docs/running.md asks to know UTF-8.

create text search dictionary dutch_without_stop_words (template = snowball, language = dutch);
create text search configuration dutch_stems (copy = pg_catalog.simple);
alter text search configuration dutch_stems alter mapping for asciiword, word with dutch_without_stop_words;

-- The words of a text with one blank between them: small letters and figures, without accents and signs.
-- The first list holds pictures of words (№, ™), the second what is not seen or stands on another sign, the third what
-- stands between words.
create function searched_words(written text) returns text
language sql immutable strict parallel safe
return btrim(regexp_replace(
    regexp_replace(
        lower(normalize(regexp_replace(
            replace(replace(replace(replace(replace(replace(replace(replace(
                translate(written, 'ØøŁłĐđÐðĦħŦŧŊŋı', 'OoLlDdDdHhTtNni'),
                'ß', 'ss'), 'ẞ', 'SS'), 'æ', 'ae'), 'Æ', 'AE'), 'œ', 'oe'), 'Œ', 'OE'), 'þ', 'th'), 'Þ', 'TH'),
            '([\u2100\u2101\u2105\u2106\u2116\u2120-\u2122\u213b\u249c-\u24e9\u3200-\u33ff\U0001f100-\U0001f2ff])', ' \1 ', 'g'
        ), NFKD)),
        '[\u00ad\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u061c\u064b-\u065f\u0670'
        '\u115f\u1160\u17b4\u17b5\u180b-\u180f\u1ab0-\u1aff\u1dc0-\u1dff\u200b-\u200f\u202a-\u202e\u2060-\u206f'
        '\u20d0-\u20ff\u3099\u309a\u3164\ufe00-\ufe0f\ufe20-\ufe2f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff]+',
        '', 'g'
    ),
    '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7'
    '\u02b0-\u02ff\u0375\u037e\u0387\u0589\u058a\u05be\u05c0\u05c3\u05c6\u05f3\u05f4\u060c\u061b\u061d-\u061f'
    '\u066a-\u066d\u06d4\u0964\u0965\u2000-\u2bff\u2e00-\u2e7f\u3000-\u3004\u3008-\u3020\u3030\u303d-\u303f\u30fb'
    '\ue000-\uf8ff\ufe10-\ufe1f\ufe30-\ufe6f\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\uffe0-\uffef'
    '\ufffc\ufffd\U0001f000-\U0001faff]+',
    ' ', 'g'
));

-- One text: its words as they are written (weight A), and their stems (weight D). The sign between them lets no
-- phrase run from one into the other; nobody can ask for it.
create function searched_text(written text) returns tsvector
language sql immutable strict parallel safe
return setweight(to_tsvector('pg_catalog.simple', searched_words(written)), 'A')
    || '¶:1'::tsvector || to_tsvector('dutch_stems', searched_words(written)) || '¶:1'::tsvector;

-- One part of a question: a word, words joined by signs (mbo/hbo, 1,5), or words in quotation marks. Words beside
-- each other are asked beside each other. In quotation marks they stand as they are written. With `goes_on` the
-- last word, of three letters or more, may be the start of a longer one. Out: nothing to look for where only signs
-- were typed; && and || leave that out.
create function searched_part(typed text, is_quoted boolean, goes_on boolean) returns tsquery
language sql immutable strict parallel safe
begin atomic
    with asked as (select searched_words(typed) as words),
    said as (
        select
            regexp_replace(phraseto_tsquery('pg_catalog.simple', words)::text, '''(?= |$)', ''':A', 'g') as written,
            regexp_replace(phraseto_tsquery('dutch_stems', words)::text, '''(?= |$)', ''':D', 'g') as stems,
            goes_on and words ~ '[^ ]{3}$' as may_go_on
        from asked
    )
    select case
        when may_go_on and is_quoted then regexp_replace(written, ':A$', ':*A')::tsquery
        when may_go_on then regexp_replace(written, ':A$', ':*A')::tsquery || stems::tsquery
        when is_quoted then written::tsquery
        else stems::tsquery
    end
    from said;
end;

-- What is kept of a win.
create function searched_win(title text, title_en text, description text, description_en text) returns tsvector
language sql immutable parallel safe
return searched_text(title) || searched_text(title_en) || searched_text(description) || searched_text(description_en);
