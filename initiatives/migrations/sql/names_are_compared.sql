-- How names are compared, searched and sorted (decision 0217). `initiatives/names.py` says the same in Python.
-- Nothing here depends on the collation or the extensions of a server: every range and every letter is written out.

-- Small letters without accents, every apostrophe the same, and a blank for whatever stands between words.
create or replace function name_small(typed text) returns text language sql immutable strict parallel safe return
regexp_replace(
    replace(replace(replace(replace(
        translate(
            lower(regexp_replace(
                normalize(translate(typed, E'\u00b4\u0384\u1ffd\u1fbd\u1fbf', repeat('''', 5)), nfkd) collate "C",
        '[\u00ad\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061c\u064b-\u065f'
        '\u0670\u06d6-\u06dd\u115f\u1160\u17b4\u17b5\u180b-\u180f\u1ab0-\u1aff\u1dc0-\u1dff\u200b-\u200f\u202a-\u202e'
        '\u2060-\u206f\u20d0-\u20ff\u3099\u309a\ufe00-\ufe0f\ufe20-\ufe2f\ufeff\U000e0000-\U000e0fff]+',
                '', 'g'
            )),
        'ÆÐØÞĐĦŁŊŒŦƁƂƄƆƇƉƊƋƎƏƐƑƓƔƖƗƘƜƝƟƢƤƦƧƩƬƮƱƲƳƵƷƸƼǤǶǷȜȠȢȤȺȻȽȾɁɃɄɅɆɈɊɌɎͰͲͶͿΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩϏϘϚϜϞϠϢϤϦϨϪϬϮϷϺϽϾϿ'
        'ЂЄЅІЈЉЊЋЏАБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯѠѢѤѦѨѪѬѮѰѲѴѸѺѼѾҀҊҌҎҐҒҔҖҘҚҜҞҠҢҤҦҨҪҬҮҰҲҴҶҸҺҼҾӀӃӅӇӉӋӍӔӘӠӨӶӺӼӾԀԂԄԆԈԊԌԎԐԒԔԖ'
        'ԘԚԜԞԠԢԤԦԨԪԬԮԱԲԳԴԵԶԷԸԹԺԻԼԽԾԿՀՁՂՃՄՅՆՇՈՉՊՋՌՍՎՏՐՑՒՓՔՕՖẞỺỼỾøłđðħŧıŋƒɨƶĸɫς`ʹʻʼʽʾʿˈ׳‘’‛′‵Ꞌꞌ',
        'ædoþdhlnœtɓƃƅɔƈɖɗƌǝəɛfɠɣɩiƙɯɲɵƣƥʀƨʃƭʈʊʋƴzʒƹƽǥƕƿȝƞȣȥⱥȼƚⱦɂƀʉʌɇɉɋɍɏͱͳͷϳαβγδεζηθικλμνξοπρστυφχψωϗϙϛϝϟϡϣϥϧϩϫϭϯϸϻͻͼͽ'
        'ђєѕіјљњћџабвгдежзиклмнопрстуфхцчшщъыьэюяѡѣѥѧѩѫѭѯѱѳѵѹѻѽѿҁҋҍҏґғҕҗҙқҝҟҡңҥҧҩҫҭүұҳҵҷҹһҽҿӏӄӆӈӊӌӎӕәӡөӷӻӽӿԁԃԅԇԉԋԍԏԑԓԕԗ'
        'ԙԛԝԟԡԣԥԧԩԫԭԯաբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆßỻỽỿolddhtinfizklσ'''''''''''''''''''''''''''''''''
        ),
        'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th') collate "C",
        '[\u0001-&(-/:-@\[-`{-\u00bf\u00d7\u00f7\u02c2-\u02df\u02e5-\u02ff\u058a\u05be\u1680\u1806\u2000-\u206f\u2190-'
        '\u2bff\u2e00-\u2e7f\u3000-\u303f\u30fb]+',
    ' ', 'g'
);

-- Without apostrophes, and with one blank between two words.
create or replace function name_joined(small text) returns text language sql immutable strict parallel safe return
trim(both ' ' from regexp_replace(replace(small, '''', '') collate "C", ' +', ' ', 'g'));

-- The words of a name: "'s-Hertogenbosch" is "s hertogenbosch".
create or replace function name_words(typed text) returns text language sql immutable strict parallel safe return
name_joined(name_small(typed));

-- What a Dutch reader sorts by: without 's and 't before it, and with numbers by their size. An index holds no more of it.
create or replace function name_sorting(typed text) returns text language sql immutable strict parallel safe return
left(regexp_replace(
    regexp_replace(
        name_joined(regexp_replace(name_small(typed) collate "C", '^ ?'' ?[snt] (?=[^'' ])', '')) collate "C",
        '[0-9]+', '000000000000\&', 'g'
    ),
    '[0-9]*([0-9]{12})', '\1', 'g'
), 300);

-- What a name is found by: its words, and on a second line the same without blanks.
create or replace function name_key(typed text) returns text language sql immutable strict parallel safe return
(select words || E'\n' || replace(words, ' ', '') from (select name_words(typed) as words) folded);

-- What a longer text is found by: its words alone.
create or replace function text_key(typed text) returns text language sql immutable strict parallel safe return
name_words(typed) || E'\n';

-- Each typed word as a pattern. A short one stands in the first line of a key; a longer one also across the blanks of a name.
create or replace function name_patterns(typed text) returns text[] language sql immutable strict parallel safe return
(
    select coalesce(array_agg('%' || word || case when length(word) < 5 then E'%\n%' else '%' end), '{}')
    from unnest(string_to_array(name_words(typed), ' ')) word
    where word <> ''
);

-- Whether a key holds every typed word, in any order; or is the same name but for its blanks: "Coop" for "Co-op".
create or replace function name_holds(key text, typed text) returns boolean language sql immutable parallel safe return
key like all (name_patterns(typed)) or split_part(key, E'\n', 2) = nullif(replace(name_words(typed), ' ', ''), '');
