"""The policy of access, written down by hand.

It comes from the design, not from the code: this file imports nothing of the site. When the two differ, one
of them is wrong. `tests/test_access.py` asks the running site every question that follows from the policy.
"""

# --- Actors -----------------------------------------------------------------------------------
ACTORS = {
    "visitor": "somebody without an account",
    "linked": "holds a link that works, to tell without an account",
    "late": "holds a link that has expired",
    "cut": "holds a link that was revoked",
    "teller": "told something through a link, and has the receipt",
    "network": "has an account, and belongs to no team",
    "other": "is in the team of another initiative",
    "member": "is in the team",
    "lead": "leads the team",
    "former": "was in the team when their session began, and told its wins",
    "invited": "was invited by mail, and has not accepted",
    "uninvited": "was invited by mail, and the invitation has expired",
    "coordinator": "coordinates the city",
    "elsewhere": "coordinates another city",
    "staff": "works for the programme",
    "rival": "works for another programme",
    "superuser": "keeps the machine running",
    "deactivated": "led the team and worked for the programme; no longer logs in, but the session is still open",
}
OUTSIDE = {"visitor", "linked", "late", "cut", "teller", "deactivated", "partner"}  # strangers to the site
CURATORS = {"staff", "rival", "superuser"}
# Who mostly gets the answers of somebody else: they take turns with what both are answered alike (docs/decisions/0281).
STANDS_WITH = {
    **dict.fromkeys(("other", "former", "invited", "uninvited", "elsewhere", "rival"), "network"),
    **dict.fromkeys(("linked", "late", "cut", "teller", "deactivated"), "visitor"),
    "superuser": "staff",
}

# --- Rights on a row --------------------------------------------------------------------------
# -  it is not there         r  reads it              w  reads and changes it
# c  and confirms it (a win)    m  and lets people in and out (an initiative)
# The columns: those outside, the network (also former, invited, other teams, cities and programmes),
# member, lead, coordinator of its city, staff of its programme, superuser.
RANKS = {
    "win": "-rwc",
    "initiative": "-rwm",
    "photo": "-rw",
    "link": "-rw",
    "tie": "-rw",
    "belonging": "-rw",
    "invitation": "-m",
    "membership": "-m",
    "capture": "-rw",
    "request": "-m",
    "wish": "-w",
    "pair": "-w",
    "wish_link": "-w",
    "objection": "-w",
    "pilot": "-w",
    "still": "-r",
    "mail": "-r",
    "partner": "-r",
    "partnership": "-w",
    "actor": "-w",
    "topic": "-r",
    "wall": "-rw",
    "move": "-rw",
    "window": "-rw",
    "kept_city": "-rw",
    "bite": "-rw",
    "figure": "-rw",
    "meaning": "-rw",
    "appeal": "-rw",
    "snapshot": "-r",
    "judgement": "-rw",
    "loss": "-rw",
    "evidence": "-rwc",
    "follow_up": "-rw",
    "question": "-rw",
    "dismissal": "-rw",
    "introduction": "-rw",
    "proposal": "-rw",
    "challenge": "-r",
}

WINS = """
                    out net member lead coordinator staff superuser
draft                -   -    w     w       r         w       w
loose                -   -    w     -       -         -       -
waiting              -   -    w     w       r         w       w
refused              -   -    w     w       r         w       w
logged_team          -   -    w     w       c         c       c
logged_network       -   r    w     w       c         c       c
logged_public        -   r    w     w       c         c       c
returned_public      -   r    w     w       c         c       c
confirmed_team       -   -    w     w       c         c       c
confirmed_network    -   r    w     w       c         c       c
confirmed_public     r   r    w     w       c         c       c
withdrawn            -   -    w     w       r         w       w
merged               -   -    w     w       r         w       w
taken_back           -   -    r     r       r         r       r
never_taken_on       -   -    -     -       -         -       -
in_unpublished       -   -    w     w       c         c       c
in_network           -   r    w     w       c         c       c
"""
# A draft without an initiative (loose) is its author's alone: the member's. What its teller took back, who has no account,
# stays without a word where the team had taken it on (taken_back), and is nowhere where it had not (never_taken_on).

INITIATIVES = """
                    out net member lead coordinator staff superuser
unpublished          -   -    w     m       m         m       m
network              -   r    w     m       m         m       m
public               r   r    w     m       m         m       m
"""

# A partner is known to all. One that a team proposed waits for the staff: until then it is known where it takes part.
PARTNERS = """
                    out net member lead coordinator staff superuser
used                 r   r    r     r       r         r       r
unused               r   r    r     r       r         r       r
waiting              -   -    r     r       r         r       r
"""

# A question is known with an initiative that works on it, and to all where none does. One that somebody sent in is no row of the
# site: only /beheer/ has it.
CHALLENGES = """
                    out net member lead coordinator staff superuser
used                 r   r    r     r       r         r       r
unused               r   r    r     r       r         r       r
of_unpublished       -   -    r     r       r         r       r
"""

# A photo is as its win; without words or without consent only for those who may change it.
PHOTOS = """
                    out net member lead coordinator staff superuser
public               r   r    w     w       w         w       w
wordless             -   -    w     w       w         w       w
unasked              -   -    w     w       w         w       w
of_draft             -   -    w     w       r         w       w
of_waiting           -   -    w     w       r         w       w
of_logged_team       -   -    w     w       w         w       w
of_logged_network    -   r    w     w       w         w       w
of_withdrawn         -   -    w     w       r         w       w
of_in_unpublished    -   -    w     w       w         w       w
"""

# Links: which win made which possible. Seen where both ends are seen; taken back by editors of the later win
# and may know the earlier one. `foreign`: the earlier win is another team's, and theirs alone.
LINKS = """
                    out net member lead coordinator staff superuser
seen                 r   r    w     w       w         w       w
half                 -   -    w     w       w         w       w
foreign              -   -    -     -       -         w       w
"""

# Links about which one team asks another: `to_us` and `by_us`. Who answers and who asks: TIES.
TIED = """
                    out net member lead coordinator staff superuser
to_us                -   -    w     w       r         w       w
by_us                -   -    w     w       w         w       w
"""

# How our initiative belongs to that of another team: agreed by both (`public`), asked of us and by us, and one of which the
# other end is hidden (`half`). Who answers: ANSWERS. Who takes back: ASKS.
BELONGS = """
                    out net member lead coordinator staff superuser
public               r   r    w     w       w         w       w
half                 -   -    w     w       w         w       w
to_us                -   -    w     w       r         w       w
by_us                -   -    w     w       w         w       w
"""

# Invitations and requests: for people who let others in and out. An answered one can no longer be answered.
INVITATIONS = """
                    out net member lead coordinator staff superuser
waiting              -   -    -     m       m         m       m
expired              -   -    -     m       m         m       m
orphan               -   -    -     m       m         m       m
revoked              -   -    -     -       -         -       -
accepted             -   -    -     -       -         -       -
"""
REQUESTS = """
                    out net member lead coordinator staff superuser
waiting              -   -    -     m       m         m       m
declined             -   -    -     -       -         -       -
"""
# Links with which anybody tells the team something: kept by who works on the initiative, whatever became of them.
CAPTURES = """
                    out net member lead coordinator staff superuser
usable               -   -    w     w       w         w       w
revoked              -   -    w     w       w         w       w
expired              -   -    w     w       w         w       w
"""
MEMBERSHIPS = """
                    out net member lead coordinator staff superuser
member_public        -   -    -     m       m         m       m
member_network       -   -    -     m       m         m       m
member_unpublished   -   -    -     m       m         m       m
"""

# --- Rights on what an initiative says of itself ----------------------------------------------
# Wishes, their pairs, and the addresses with which partners write them: for people who work on the initiative.
WISHES = """
                    out net member lead coordinator staff superuser
public               -   -    w     w       w         w       w
public_second        -   -    w     w       w         w       w
network              -   -    w     w       w         w       w
unpublished          -   -    w     w       w         w       w
"""
PAIRS = """
                    out net member lead coordinator staff superuser
public               -   -    w     w       w         w       w
unpublished          -   -    w     w       w         w       w
"""
WISH_LINKS = """
                    out net member lead coordinator staff superuser
usable               -   -    w     w       w         w       w
expired              -   -    w     w       w         w       w
revoked              -   -    -     -       -         -       -
unpublished          -   -    w     w       w         w       w
"""
# What a partner said, through its link, of something in its name: that it is not so. The partner reads its own there.
OBJECTIONS = """
                    out net member lead coordinator staff superuser
public               -   -    w     w       w         w       w
public_win           -   -    w     w       w         w       w
unpublished          -   -    w     w       w         w       w
"""
# Rounds of the pilot paradox: the team and the programme. Answers are read taken together, by nobody alone. The
# coordinator reads none: "paradox answers never leave the team" (product.md), and the table of who may see what
# (reliability.md §2.3) gives the programme what is taken together and the coordinator nothing.
PILOTS = """
                    out net member lead coordinator staff superuser
usable               -   -    w     w       -         w       w
expired              -   -    w     w       -         w       w
revoked              -   -    w     w       -         w       w
unpublished          -   -    w     w       -         w       w
"""
# The word in the letter "klopt dit nog?", and that with which a kind of mail stops: whoever holds it says so; nobody reads the row itself.
STILLS = """
                    out net member lead coordinator staff superuser
usable               -   -    -     -       -         -       -
"""
# Whether a partner shares what scaling means here.
PARTNERSHIPS = """
                    out net member lead coordinator staff superuser
public               -   -    w     w       w         w       w
unpublished          -   -    w     w       w         w       w
"""
ACTORS_AROUND = """
                    out net member lead coordinator staff superuser
public               -   -    w     w       w         w       w
unpublished          -   -    w     w       w         w       w
"""
# Walls, windows, bites and the meaning of scaling: read by everybody who logs in and knows the initiative; no visitor.
TOPICS = """
                    out net member lead coordinator staff superuser
public               -   r    r     r       r         r       r
unpublished          -   -    r     r       r         r       r
"""
WALLS = """
                    out net member lead coordinator staff superuser
public               -   r    w     w       w         w       w
network              -   r    w     w       w         w       w
unpublished          -   -    w     w       w         w       w
"""
MOVES = """
                    out net member lead coordinator staff superuser
public               -   r    w     w       w         w       w
unpublished          -   -    w     w       w         w       w
"""
WINDOWS = """
                    out net member lead coordinator staff superuser
public               -   r    w     w       w         w       w
unpublished          -   -    w     w       w         w       w
of_city              -   r    r     r       w         w       w
"""
# Windows of a city: added by its coordinator, and by the staff of a programme that works there.
KEPT_CITIES = """
                    out net member lead coordinator staff superuser
ours                 -   r    r     r       w         w       w
unused               -   r    r     r       r         r       w
"""
BITES = """
                    out net member lead coordinator staff superuser
public               -   r    w     w       w         w       w
eaten                -   r    w     w       w         w       w
unpublished          -   -    w     w       w         w       w
"""
# Numbers of a study year: read where the initiative is.
FIGURES = """
                    out net member lead coordinator staff superuser
public               r   r    w     w       w         w       w
network              -   r    w     w       w         w       w
unpublished          -   -    w     w       w         w       w
"""
MEANINGS = """
                    out net member lead coordinator staff superuser
public               -   r    w     w       w         w       w
unpublished          -   -    w     w       w         w       w
"""
# What a team asks on its A4: for the audience that it chose.
APPEALS = """
                    out net member lead coordinator staff superuser
public               -   r    w     w       w         w       w
unpublished          -   -    w     w       w         w       w
"""
SNAPSHOTS = """
                    out net member lead coordinator staff superuser
public               -   -    r     r       r         r       r
unpublished          -   -    r     r       r         r       r
"""
# A judgement is read where its win is. Its author changes a first-hand one (first_hand: the member's); editors of the
# win change one on behalf of somebody. Author and comment are known inside.
JUDGEMENTS = """
                    out net member lead coordinator staff superuser
first_hand           r   r    w     r       r         r       r
public               r   r    w     w       w         w       w
unpublished          -   -    w     w       w         w       w
"""
# Read by its audience. The page of a win for everyone says to all that there is a loss, also where its words are for the
# network or the team: a gain is never shown alone.
# A loss for everyone at a win for the team (of_hidden), or at one whose words are gone (of_taken_back), is known where
# its win is.
LOSSES = """
                    out net member lead coordinator staff superuser
team                 -   -    w     w       w         w       w
aside                -   -    w     w       w         w       w
network              -   r    w     w       w         w       w
public               r   r    w     w       w         w       w
unpublished          -   -    w     w       w         w       w
unpublished_aside    -   -    w     w       w         w       w
of_hidden            -   -    w     w       w         w       w
of_taken_back        -   -    w     w       w         w       w
"""
EVIDENCE = """
                    out net member lead coordinator staff superuser
public               r   r    w     w       c         c       c
network              -   r    w     w       c         c       c
unpublished          -   -    w     w       c         c       c
"""
FOLLOW_UPS = """
                    out net member lead coordinator staff superuser
public               r   r    w     w       w         w       w
network              -   r    w     w       w         w       w
unpublished          -   -    w     w       w         w       w
"""
# The questions that the rows of an initiative raise. The team reads them at once, and it alone puts one aside. Others who
# work on it read those that were asked two weeks ago and still are (`unpublished`: asked since today).
QUESTIONS = """
                    out net member lead coordinator staff superuser
public               -   -    w     w       r         r       r
unpublished          -   -    w     w       -         -       -
"""
DISMISSALS = """
                    out net member lead coordinator staff superuser
public               -   -    w     w       r         r       r
unpublished          -   -    w     w       -         -       -
"""

# Two initiatives that may be put in touch: for those inside either, and its proposer. Who leads one of them answers.
INTRODUCTIONS = """
                    out net member lead coordinator staff superuser
open                 -   -    r     w       r         r       r
"""

# A proposal is an initiative that is not published. One that the staff declined: its team proposes it again, and the staff
# read it at /beheer/ alone.
PROPOSALS = """
                    out net member lead coordinator staff superuser
waiting              -   -    w     w       w         w       w
declined             -   -    w     w       -         r       r
"""

# --- Pages of the site ------------------------------------------------------------------------
# Door: open to everyone; login: visitors are asked to log in. Row: the row in the address; with a ? it is
# chosen in the form, and a forbidden choice is as unknown as a row that does not exist (422).
# GET (HEAD is the same) and POST: the right it takes on that row, "." none. Any other method: 405. And:
# i  reads it, and knows it from inside       o  is in its team     j  reads it, and is not in its team
# t  waits for an answer of its team          k  the address holds a word that works: no right at all
# n  reads it, and has an account             p  is in its team, or works for its programme
# After a / stands which of several things the address is about.
SITE = """
name                  door   row           GET  POST
home                  open   .             .    405
begin:index           login  .             .    405
begin:programme       login  .             .    .
begin:city            login  .             .    .
begin:initiative      login  .             .    .
begin:lead            login  .             .    .
begin:dismiss         login  .             405  .
network:dashboard     open   .             .    405
partner_network:index open   .             .    405
flywheels:network     open   .             .    405
network:beside        open   .             .    405
network:walls         login  .             .    405
network:map           open   .             .    405
wins:index            open   .             .    405
wins:detail           open   win           r    405
initiatives:index     open   .             .    405
initiatives:profile   open   initiative    r    405
initiatives:propose   login  .             .    .
initiatives:propose_again  login  proposal  w    w
initiatives:put_aside  login  proposal      405  w
cities:index          open   .             .    405
following:initiative  login  initiative    405  r
following:challenge   login  challenge     405  r
following:city        login  city          405  .
digest:week           login  .             .    405
digest:news           login  .             .    405
cities:detail         open   city          .    405
cities:sheet          open   city          .    405
cities:waiting        login  kept_city     w    405
cities:confirm        login  kept_city     405  w
partners:index        open   .             .    405
partners:detail       open   partner       r    405
partners:alike        login  .             .    405
challenges:alike      login  .             .    405
challenges:index      open   .             .    405
challenges:detail     open   challenge     r    405
challenges:propose    open   .             .    .
challenges:thanks     open   .             .    405
photos:show           open   photo         r    405
photos:describe       login  photo         w    w
photos:remove         login  photo         405  w
pages:vocabulary      open   .             .    405
pages:imagery         open   .             .    405
pages:about           open   .             .    405
pages:accessibility   open   .             .    405
pages:privacy         open   .             .    405
crawlers:robots       open   .             .    405
crawlers:sitemap      open   .             .    405
crawlers:security     open   .             .    405
crawlers:icon         open   .             .    405
crawlers:touch_icon   open   .             .    405
feeds:wins           open   .             .    405
api:index            open   .             .    405
api:openapi          open   .             .    405
api:small_wins       open   .             .    405
api:initiatieven     open   .             .    405
api:partners         open   .             .    405
api:steden           open   .             .    405
api:vraagstukken     open   .             .    405
api:samenwerkingen   open   .             .    405
api:verliezen        open   .             .    405
api:verbanden        open   .             .    405
api:samenhang        open   .             .    405
api:one_of_steden    open   city          .    405
api:one_of_vraagstukken open   challenge     v    405
api:missing          open   .             404  405
telling:tell          typed  ?initiative   w    w
telling:ask           login  win           w    w
telling:told          login  win           w    405
telling:edit          login  win           w    w
telling:accept        login  win           w    w
telling:withdraw      login  win           w    w
telling:restore       login  win           405  w
telling:untie         login  link          405  w
telling:lead_to       login  win           w    w
flywheels:tie         login  win           405  w
ties:ask              login  win           w    w
ties:agree            login  tie           405  y
ties:decline          login  tie           405  y
ties:take_back        login  tie           405  q
telling:drafts        login  .             .    405
telling:discard       login  win           w    w
telling:put_back      login  win           405  w
wins:history          login  win           i    405
introductions:index   login  .             .    405
introductions:pairs   login  .             .    405
introductions:propose login  initiative    m    m
introductions:answer  login  introduction  r    w
curating:confirm      login  win           c    c
curating:ask          login  win           c    c
curating:reply        login  win           w    w
curating:check        login  evidence      c    c
queues:index          login  .             .    405
queues:read           login  win           w    w
queues:cross          login  win           w    w
teams:index           login  initiative    w    405
teams:invite          login  initiative    m    m
teams:resend          login  invitation    405  m
teams:revoke          login  invitation    405  m
teams:give            login  membership    405  m
teams:remove          login  membership    m    m
teams:leave           login  initiative    o    o
teams:ask             login  initiative    j    j
teams:take_back       login  initiative    405  t
teams:accept          login  request       405  m
teams:decline         login  request       405  m
openings:choose       login  initiative    o    o
invitations:accept    open   invitation    k    k
still:answer          open   still         k    k
mail:stop             open   mail          k    k
capture:tell          open   capture       k    k
capture:receipt       open   win           k    k
posters:index         login  initiative    w    w
posters:show          login  capture       w    405
posters:revoke        login  capture       w    w
arrivals:index        login  initiative    w    405
arrivals:take_on_several  login  initiative  405  p
arrivals:claim        login  win           405  w
arrivals:take_on      login  win           405  w
arrivals:refuse       login  win           w    w
mine:index            login  .             .    .
mail:choose           login  .             .    .
mine:export           login  .             .    405
mine:delete           login  .             .    any
mine:deleted          open   .             .    405
cards:network         open   .             .    405
exports:table         open   .             .    405
exports:graph         open   .             .    405
exports:kumu          open   .             .    405
open_data:index       open   .             .    405
open_data:whole       open   .             .    405
open_data:catalogue   open   .             .    405
embeds:index          open   .             .    405
embeds:network        open   .             .    405
embeds:wins           open   .             .    405
embeds:initiative     open   initiative    r    405
"""
MIRROR = """
name                        door   row           GET  POST
telling:keep_reading        login  win           405  w
telling:take_over           login  win           405  w
initiatives:edit            login  initiative    m    m
initiatives:path            open   initiative    r    405
initiatives:tables          open   initiative    r    405
initiatives:place           open   initiative    r    405
initiatives:losses          open   initiative    r    405
initiatives:links           open   initiative    r    405
flywheels:initiative        open   initiative    r    405
stories:index               open   initiative    r    405
cards:initiative            open   initiative    r    405
cards:win                   open   win           r    405
api:one_of_small_wins       open   win           v    405
api:one_of_initiatieven     open   initiative    v    405
api:one_of_partners         open   partner       v    405
stories:between             open   initiative    r    405
stories:sheet               open   initiative    r    405
stories:appeal              login  initiative    w    w
partnerships:add            login  initiative    w    w
partnerships:edit           login  partnership   w    w
ambitions:index             open   initiative    r    405
ambitions:dream             login  initiative    w    w
ambitions:mean              login  initiative    w    w
ambitions:agree             login  partnership   w    w
ambitions:choose            login  initiative    w    w
signals:index               login  initiative    w    405
signals:show                login  question      r    405
signals:dismiss             login  question      w    w
signals:bring_back          login  dismissal     405  w
wishes:index                login  initiative    w    405
wishes:add                  login  initiative    w    w
wishes:links                login  initiative    w    w
wishes:revoke               login  wish_link     405  w
wishes:pair                 login  initiative    w    w
wishes:bridge               login  pair          w    w
wishes:show                 login  wish          w    405
wishes:edit                 login  wish          w    w
wishes:serve                login  wish          w    w
wishes:remove               login  wish          405  w
wishes:of_win               login  win           i    i
wishes:say                  open   wish_link     k    k
objections:stands           open   wish_link     k    k
objections:index            login  initiative    w    405
objections:settle           login  objection     405  w
paradox:index               login  initiative    p    405
paradox:start               login  initiative    p    p
paradox:revoke              login  pilot         405  w
paradox:remove              login  pilot         405  w
paradox:turn                login  pilot         405  w
paradox:answer              open   pilot         k    k
paradox:thanks              open   pilot         k    k
paradox:shared              open   pilot         k    405
snapshots:index             login  initiative    w    405
snapshots:take              login  initiative    405  w
snapshots:detail            login  snapshot      r    405
additions:add/oordelen      login  win           r    r
additions:add/verliezen     login  win           w    w
additions:add/bewijs        login  win           w    w
additions:add/terugblikken  login  win           w    w
additions:add_loss          login  initiative    w    w
additions:edit/oordelen     login  judgement     w    w
additions:edit/verliezen    login  loss          w    w
additions:edit/bewijs       login  evidence      w    w
additions:edit/terugblikken    login  follow_up  w    w
additions:remove/oordelen      login  judgement  w    w
additions:remove/verliezen     login  loss       w    w
additions:remove/bewijs        login  evidence   w    w
additions:remove/terugblikken  login  follow_up  w    w
outside:index               open   initiative    n    405
outside:big                 login  initiative    w    w
outside:add_actor           login  initiative    w    w
outside:add_wall            login  initiative    w    w
outside:add_window          login  initiative    w    w
outside:add_city_window     login  kept_city     w    w
outside:edit_actor          login  actor         w    w
outside:remove_actor        login  actor         w    w
outside:edit_wall           login  wall          w    w
outside:remove_wall         login  wall          w    w
outside:move_wall           login  wall          w    w
outside:undo_move           login  move          405  w
outside:edit_window         login  window        w    w
outside:remove_window       login  window        w    w
walls:shared                open   topic         r    405
walls:of_win                login  win           w    w
bites:index                 open   initiative    n    405
bites:add                   login  initiative    w    w
bites:edit                  login  bite          w    w
bites:finish                login  bite          w    w
bites:remove                login  bite          w    w
challenges:choose           login  initiative    w    w
belonging:index             open   initiative    r    405
belonging:add               login  initiative    w    w
belonging:agree             login  belonging     405  y
belonging:decline           login  belonging     405  y
belonging:take_back         login  belonging     q    q
figures:add                 login  initiative    w    w
figures:edit                login  figure        w    w
figures:remove              login  figure        w    w
"""
# The first steps of an empty network, for a superuser. This one has begun long ago: tests/views/test_begin.py has the others.
BEFORE_THE_BEGINNING = {
    f"begin:{page}" for page in ("index", "programme", "city", "initiative", "lead", "dismiss")
}
ONLY_SHARED = {
    "walls:shared",
    "introductions:propose",
}  # where two initiatives run into it: into `unpublished` runs one
# No chapter of this story leaves anything out, and its readers are told so.
NOTHING_THERE = {"stories:between"}
ONLY_STANDING = {
    "queues:read",
    "queues:cross",
    "telling:told",
    "telling:lead_to",
    "flywheels:tie",
    "ties:ask",
    "wishes:of_win",
    "walls:of_win",
    "additions:add/oordelen",
    "additions:add/verliezen",
    "additions:add/bewijs",
    "additions:add/terugblikken",
}
ONLY_UNEATEN = {"bites:edit", "bites:remove"}
# Where saving leaves things as they were.
STANDING = (
    "logged_team logged_network logged_public returned_public confirmed_team confirmed_network confirmed_public "
    "in_unpublished in_network"
)
DRAFTS = ("draft", "loose")
ONLY_DRAFTS = {"telling:discard"}
ONLY_TOLD = {
    "telling:ask",
    "telling:edit",
    "telling:accept",
    "telling:withdraw",
    "telling:restore",
    "telling:put_back",
    "telling:keep_reading",
    "telling:take_over",
}
QUESTIONED = ("returned_public", "logged_network")  # the second was answered, and can be put better
ARRIVED = ("waiting", "refused")  # told through a link, and not taken on
TAKEN_BACK = ("taken_back", "never_taken_on")  # by who told it through a link
ONLY_ARRIVED = {"arrivals:claim", "arrivals:take_on", "arrivals:refuse"}
IN_THE_TEAM = {"member", "lead"}
WAITS_FOR_AN_ANSWER = {("network", "public")}
STILL = {
    "capture:receipt": "taken_back never_taken_on",  # twice is once
    "telling:keep_reading": "merged",
    "telling:take_over": "waiting refused logged_network logged_public returned_public confirmed_team "
    "confirmed_network withdrawn merged in_unpublished in_network",  # team and editors say the same
    "paradox:revoke": "revoked",
    "paradox:remove": "usable",  # somebody shared something there
    "bites:finish": "eaten",
    "arrivals:claim": "refused",
    "cities:confirm": "unused",  # nothing waits there
    "arrivals:take_on_several": "network unpublished",  # nothing waits there
    "arrivals:refuse": "refused",
    "posters:revoke": "revoked",
    "curating:confirm": "confirmed_team confirmed_network confirmed_public in_unpublished in_network",
    "telling:put_back": "waiting refused logged_team logged_network logged_public returned_public confirmed_network "
    "confirmed_public withdrawn merged in_unpublished in_network",  # the words are those already
    "telling:withdraw": "withdrawn",
    "telling:restore": f"{STANDING} waiting merged",
}
MERGED_STAYS = {"telling:ask", "telling:edit"}  # a merged win is not changed any more; the form says so
ASKED_BEFORE = ("network", "public")  # asking twice is asking once

# --- Accounts ---------------------------------------------------------------------------------
# The answers to a visitor and to somebody who is logged in, longer ago than five minutes (with neither a password nor a second step).
# An address without query: it leads there. POST: an empty form, which does nothing. Other methods: no matter,
# as long as nothing changes.
ACCOUNTS = """
name                                  GET-out        GET-in                    POST-out       POST-in
account_login                         200            /                         200            /
account_logout                        /              200                       /              /
account_inactive                      200            200                       405            405
account_signup                        200            /                         200            /
account_reauthenticate                login          /accounts/reauthenticate/code/  login    /accounts/reauthenticate/code/
account_reauthenticate_by_code        login          200                       login          /accounts/reauthenticate/code/
account_email                         login          200                       login          /accounts/email/
account_email_verification_sent       200            200                       405            405
account_change_password               login          /accounts/password/set/   login          /accounts/password/set/
account_set_password                  login          /accounts/reauthenticate/code/  login    /accounts/password/set/
account_reset_password                200            200                       200            200
account_confirm_login_code            /accounts/login/code/  /                 /accounts/login/code/  /
account_confirm_email                 200            200                       404            404
account_reset_password_from_key_done  200            200                       405            405
account_reset_password_from_key       200            200                       200            200
account_reset_password_done           200            200                       405            405
account_request_login_code            200            /                         200            /
account_end_device                    login          405                       login          /accounts/2fa/
account_stay                          login          405                       login          /accounts/2fa/
mfa_index                             login          200                       login          405
mfa_authenticate                      /accounts/login/  /                      /accounts/login/  /
mfa_reauthenticate                    login          /accounts/reauthenticate/code/  login    /accounts/reauthenticate/code/
mfa_activate_totp                     login          /accounts/reauthenticate/code/  login    /accounts/reauthenticate/code/
mfa_deactivate_totp                   login          404                       login          404
mfa_view_recovery_codes               login          404                       login          405
mfa_generate_recovery_codes           login          /accounts/reauthenticate/code/  login    /accounts/reauthenticate/code/
mfa_download_recovery_codes           login          404                       login          404
mfa_list_webauthn                     login          200                       login          405
mfa_add_webauthn                      login          /accounts/reauthenticate/code/  login    /accounts/reauthenticate/code/
mfa_reauthenticate_webauthn           login          /accounts/reauthenticate/code/  login    /accounts/reauthenticate/code/
mfa_remove_webauthn                   login          /accounts/reauthenticate/code/  login    /accounts/reauthenticate/code/
mfa_edit_webauthn                     login          /accounts/reauthenticate/code/  login    /accounts/reauthenticate/code/
mfa_login_webauthn                    /accounts/login/  /                      /accounts/login/  /
socialaccount_connections             login          404                       login          404
openid_connect_login                  404            404                       404            404
openid_connect_callback               404            404                       404            404
socialaccount_login_cancelled         200            200                       405            405
set_language                          /              /                         /              /
"""
# Django-allauth copies the address of an account into its own table, once, wherever it needs it.
COPIES_AN_ADDRESS = {"account_email", "account_reset_password_from_key"}
KEEPS_A_SECRET_IN_THE_SESSION = {
    "mfa_activate_totp",
    "mfa_add_webauthn",
}  # with which the next form is compared

# --- Curation at /beheer/ ---------------------------------------------------------------------
# A visitor is asked to log in. Somebody who curates nothing is led to the door, whatever the address.
# A curator, per row:
# -  is told that it is not there     r  reads it, and may not save it (403)
# c  the same, where it was closed: what one typed comes back (409)
# w  saves it     d  saves it and may delete it     x  may not save it, may delete it
# Which question a team put aside and why (of_dismissal) is the team's, as long as the question is.
ADMIN_ROWS = """
                            staff rival superuser
smallwin/draft              w     -     w
smallwin/loose              -     -     -
smallwin/waiting            w     -     w
smallwin/refused            w     -     w
smallwin/logged_team        w     -     w
smallwin/logged_network     w     -     w
smallwin/logged_public      w     -     w
smallwin/returned_public    w     -     w
smallwin/confirmed_team     w     -     w
smallwin/confirmed_network  w     -     w
smallwin/confirmed_public   w     -     w
smallwin/withdrawn          w     -     w
smallwin/merged             w     -     w
smallwin/taken_back         c     -     c
smallwin/never_taken_on     -     -     -
smallwin/in_unpublished     w     -     w
smallwin/in_network         w     -     w
smallwin/rivals             -     w     w
winlink/seen                w     -     w
winlink/half                w     -     w
winlink/foreign             w     -     w
initiative/public           w     -     w
initiative/network          w     -     w
initiative/unpublished      w     -     w
initiative/rivals           -     w     w
initiative/declined         c     -     c
partnership/public          w     -     w
partnership/unpublished     d     -     d
partnership/rivals          -     d     d
membership/public           d     -     d
membership/unpublished      d     -     d
membership/rivals           -     d     d
initiativelink/public       w     -     w
initiativelink/half         w     -     w
initiativelink/to_us        w     -     w
initiativelink/by_us        w     -     w
figure/public               d     -     d
figure/unpublished          d     -     d
figure/rivals               -     d     d
partner/used                w     w     w
partner/unused              d     d     d
partner/waiting             w     -     w
challengeproposal/waiting   r     -     r
challengeproposal/declined  r     -     r
challengeproposal/old       r     -     r
challengeproposal/rivals    -     r     r
letter/sent                 r     -     r
letter/waiting              r     -     r
letter/rivals               -     r     r
challenge/used              w     w     w
challenge/unused            d     d     d
theme/used                  w     w     w
theme/unused                d     d     d
city/ours                   w     w     w
city/unused                 d     d     d
programme/ours              w     r     w
programme/theirs            r     w     w
user/network                w     w     w
user/member                 w     r     w
user/lead                   w     r     w
user/coordinator            w     r     w
user/staff                  w     r     w
user/rival                  r     w     w
user/hidden_one             r     w     w
user/superuser              r     r     w
auditentry/of_win           r     -     r
auditentry/rivals           -     r     r
auditentry/of_person        -     -     r
auditentry/of_actor         r     -     r
auditentry/of_pilot         r     -     r
auditentry/of_dismissal     -     -     r
auditentry/of_partner       r     r     r
auditentry/of_waiting       r     -     r
role/coordinator            x     -     x
role/staff                  r     -     x
role/rival                  -     r     x
"""
MAY_ADD = {
    "smallwin": set(),
    "auditentry": set(),
    "challengeproposal": set(),
    "letter": set(),
    "programme": {"superuser"},
}  # the others: every curator
# Steps of a curator with a win, and the states in which they make a difference.
STEPS = {
    "confirm": "logged_team logged_network logged_public returned_public rivals",
    "ask": f"{STANDING} rivals",
    "withdraw": f"{STANDING} rivals",
    "restore": "withdrawn",  # a refused win can still be taken on by the team
    "unmerge": "merged",
}
MERGES = "logged_public returned_public confirmed_public"  # the other one is for everyone
# Pages that are about no row: the answers to a visitor, to somebody who curates nothing, and to a curator.
ADMIN = """
name                 GET-out  GET-in   GET-curator  POST-out  POST-in   POST-curator
admin:index          door     door     200          login     door      200
admin:login          login    404      /beheer/     login     404       /beheer/
admin:logout         door     /beheer/ 405          login     /beheer/  /
admin:initiatives_initiative_start login door 200 login door 422
admin:doubles        login    door     200          login     door      405
admin:import         login    door     200          login     door      422
admin:autocomplete   door     door     403          login     door      405
admin:               door     door     any          login     door      any
"""

# A table that somebody brought, before and after it was read in: the answers to who brought it. It is there for nobody else.
IMPORTS = """
page            GET/shown POST/shown GET/written POST/written
import_columns  200       done       any         still
import_preview  200       done       any         still
import_done     any       405        200         405
import_left     200       405        200         405
import_undo     405       still      405         done
"""
BRINGS = "staff"


def table(text: str) -> dict[str, dict[str, str]]:
    """Rows by their first word: heading to cell."""
    heads, *rows = [line.split() for line in text.strip().splitlines()]
    heads = heads[-len(rows[0]) + 1 :]
    return {name: dict(zip(heads, cells, strict=True)) for name, *cells in rows}


RIGHTS = {
    "win": table(WINS),
    "initiative": table(INITIATIVES),
    "photo": table(PHOTOS),
    "link": table(LINKS),
    "tie": table(TIED),
    "belonging": table(BELONGS),
    "invitation": table(INVITATIONS),
    "request": table(REQUESTS),
    "membership": table(MEMBERSHIPS),
    "capture": table(CAPTURES),
    "wish": table(WISHES),
    "pair": table(PAIRS),
    "wish_link": table(WISH_LINKS),
    "objection": table(OBJECTIONS),
    "pilot": table(PILOTS),
    "still": table(STILLS),
    "mail": table(STILLS),
    "partner": table(PARTNERS),
    "partnership": table(PARTNERSHIPS),
    "actor": table(ACTORS_AROUND),
    "topic": table(TOPICS),
    "wall": table(WALLS),
    "move": table(MOVES),
    "window": table(WINDOWS),
    "kept_city": table(KEPT_CITIES),
    "bite": table(BITES),
    "figure": table(FIGURES),
    "meaning": table(MEANINGS),
    "appeal": table(APPEALS),
    "snapshot": table(SNAPSHOTS),
    "judgement": table(JUDGEMENTS),
    "loss": table(LOSSES),
    "evidence": table(EVIDENCE),
    "follow_up": table(FOLLOW_UPS),
    "question": table(QUESTIONS),
    "dismissal": table(DISMISSALS),
    "introduction": table(INTRODUCTIONS),
    "proposal": table(PROPOSALS),
    "challenge": table(CHALLENGES),
}


def column(actor: str) -> str:
    """The heading of somebody in the tables of rights."""
    if actor in OUTSIDE:
        return "out"
    return actor if actor in ("member", "lead", "coordinator", "staff", "superuser") else "net"


def right(actor: str, kind: str, state: str) -> str:
    return RIGHTS[kind][state][column(actor)]


def suffices(actor: str, kind: str, state: str, needed: str) -> bool:
    if kind not in RIGHTS:  # places: known to all
        return True
    if needed in SPECIAL:
        return SPECIAL[needed](actor, kind, state)
    ranks = RANKS[kind]
    return ranks.index(right(actor, kind, state)) >= ranks.index(needed)


MIRROR_PAGES = table(MIRROR)
SITE_PAGES, ACCOUNT_PAGES, ADMIN_PAGES = table(SITE) | MIRROR_PAGES, table(ACCOUNTS), table(ADMIN)
IMPORT_PAGES = table(IMPORTS)
MODELS: dict[str, dict[str, dict[str, str]]] = {}
for _name, _cells in table(ADMIN_ROWS).items():
    MODELS.setdefault(_name.split("/")[0], {})[_name.split("/")[1]] = _cells
MODEL_PAGES = ("changelist", "add", "change", "history", "delete")


def urls() -> set[str]:
    """The name of every address that there is."""
    of_models = {f"admin:initiatives_{model}_{page}" for model in MODELS for page in MODEL_PAGES}
    steps = {f"admin:initiatives_smallwin_{step}" for step in STEPS}
    doubles = {
        f"admin:initiatives_{page}"
        for page in ("smallwin_merge", "initiative_decline", "challengeproposal_answer")
    }
    joins = {f"admin:initiatives_{model}_{page}" for model in JOINED for page in pages_of_joining(model)}
    imports = {f"admin:{page}" for page in (*IMPORT_PAGES, "import_template")}
    of_site = {name.split("/")[0] for name in SITE_PAGES}
    return {*imports, *of_site, *ACCOUNT_PAGES, *ADMIN_PAGES, *of_models, *steps, *doubles, *joins}


# --- What the answer must be ------------------------------------------------------------------
# 200   as it is, and nothing changed         done     it was saved, as it was meant
# gone  as for what does not exist            refused  422, as for what does not exist
# login door   led to that page               kept     back to the row, which stays
# /…    led there                             403 404 405
SAFE = ("GET", "HEAD")


def on_site(actor: str, name: str, method: str, state: str) -> str:
    page = SITE_PAGES[name]
    if page["door"] == "typed" and actor in OUTSIDE:  # type first, log in then
        return "200" if method in SAFE else "login"
    if page["door"] == "login" and actor in OUTSIDE:
        return "login"
    if method == "OPTIONS" and name.startswith("api:") and name != "api:index":
        return "204"  # a page of another site may ask
    needed = page.get("GET" if method in SAFE else method, "405")
    if needed in ("404", "405"):
        return needed
    kind = page["row"].lstrip("?")
    if name == "initiatives:propose_again" and state == "waiting":  # on to its profile
        return "any" if actor in IN_THE_TEAM else "gone"
    if name == "initiatives:put_aside" and state == "waiting":
        return "gone"
    if name in BEFORE_THE_BEGINNING:
        return "any" if actor == "superuser" else "404"
    if needed == "any":
        return "any"
    if name == "embeds:initiative" and state != "public":  # in a frame everybody reads what a visitor reads
        return "gone"
    if name == "invitations:accept" and state == "waiting" and method == "POST" and actor in OUTSIDE:
        return "login"  # the invited person has an account
    if (name in ONLY_ARRIVED and state not in ARRIVED) or (name in ONLY_UNEATEN and state == "eaten"):
        return "gone"
    if name in ONLY_STANDING and state not in STANDING.split():
        return "gone"
    if (
        name == "arrivals:refuse"
        and state == "refused"
        and method in SAFE
        and suffices(actor, kind, state, "w")
    ):
        return "any"  # back to the list
    if name == "telling:withdraw" and state in ARRIVED and suffices(actor, kind, state, "w"):
        return "still"  # on to the page that says it does not belong here
    if name == "curating:reply" and state not in QUESTIONED:  # sent, the words come back with a sentence
        may = state in STANDING.split() and suffices(actor, kind, state, "w")
        return "409" if may and method == "POST" else "gone"
    if (name in ONLY_DRAFTS and state not in DRAFTS) or (name in ONLY_TOLD and state in DRAFTS):
        return "gone"
    if name == "teams:ask" and method == "POST" and (actor, state) == ASKED_BEFORE:
        return "still"
    if needed != "." and not suffices(actor, kind, state, needed):
        if page["row"].startswith("?"):
            return "unknown" if method in SAFE else "refused"
        if needed == "t" and suffices(actor, kind, state, "r"):
            return "404"  # the initiative is known; that nothing was asked of it, too
        if kind == "introduction" and suffices(actor, kind, state, "r"):
            return "404"  # they read it, and do not answer for a team
        if kind == "question" and actor in INSIDE:
            return "404"  # the initiative is known to them
        return "gone"
    if name in ONLY_SHARED and state == "unpublished":
        return "404"
    if name in NOTHING_THERE:
        return "any"
    if method == "POST" and state == "merged" and name in MERGED_STAYS:
        return "422"
    return "200" if method in SAFE else "done"


def in_accounts(actor: str, name: str, method: str) -> str:
    if method == "HEAD":
        method = "GET"
    whose = "out" if actor in OUTSIDE else "in"
    cell = ACCOUNT_PAGES[name].get(f"{method}-{whose}", "any")
    return "login" if cell == "any" and ACCOUNT_PAGES[name][f"GET-{whose}"] == "login" else cell


def in_admin(actor: str, name: str, method: str) -> str:
    """A page that is about no row."""
    whose = "curator" if actor in CURATORS else "out" if actor in OUTSIDE else "in"
    way = "GET" if method == "HEAD" else method
    unknown = {"curator": "any", "out": "login", "in": ADMIN_PAGES[name]["GET-in"]}[whose]
    return ADMIN_PAGES[name].get(f"{way}-{whose}", unknown)


def in_admin_of(actor: str, model: str, page: str, method: str, state: str) -> str:
    """A page about a model or a row of it. Other methods than POST are as GET, and change nothing."""
    if actor not in CURATORS:
        return "login" if actor in OUTSIDE else "door"
    if page == "changelist":
        return "200"
    if page == "add":
        return "200" if actor in MAY_ADD.get(model, CURATORS) else "403"
    cell = MODELS[model][state][actor]
    if cell == "-":
        return "gone"
    if page == "delete" and cell in "rcw":
        return "kept"
    if method != "POST" or page == "history":
        return "200"
    if page == "change" and cell in "rxc":
        return "409" if cell == "c" else "403"
    return "done"


def at_step(actor: str, step: str, method: str, state: str) -> str:
    if actor not in CURATORS:
        return "login" if actor in OUTSIDE else "door"
    if MODELS["smallwin"][state][actor] == "-":
        return "gone"
    if method != "POST":
        return "200"
    return "done" if state in STEPS[step].split() else "still"


def _inside(actor: str, kind: str, state: str) -> bool:
    return suffices(actor, kind, state, "r") and actor in INSIDE


WORKS = {
    "invitation": ("waiting",),
    "capture": ("usable",),
    "win": ("waiting", "refused", *TAKEN_BACK),
    "wish_link": ("usable", "unpublished"),
    "pilot": ("usable", "unpublished"),
    "still": ("usable",),
    "mail": ("usable",),
}
ANSWERS = {
    "to_us": {*IN_THE_TEAM, "staff", "superuser"},
    "by_us": {"other", "staff", "superuser"},
    "public": set(),  # nobody is asked any more
    "half": set(),
}
ASKS = {
    "public": {*IN_THE_TEAM, "coordinator", "other", "elsewhere", "staff", "superuser"},  # either team
    "half": {*IN_THE_TEAM, "coordinator", "staff", "superuser"},
    "to_us": {"other", "elsewhere", "staff", "superuser"},
    "by_us": {*IN_THE_TEAM, "coordinator", "staff", "superuser"},
}
SPECIAL = {
    "y": lambda actor, kind, state: actor in ANSWERS[state],
    "q": lambda actor, kind, state: actor in ASKS[state],
    "i": _inside,
    "o": lambda actor, kind, state: actor in IN_THE_TEAM,
    "j": lambda actor, kind, state: suffices(actor, kind, state, "r") and actor not in IN_THE_TEAM,
    "t": lambda actor, kind, state: (actor, state) in WAITS_FOR_AN_ANSWER,
    "k": lambda actor, kind, state: state in WORKS[kind],
    "v": lambda actor, kind, state: right("visitor", kind, state) != "-",
    "n": lambda actor, kind, state: suffices(actor, kind, state, "r") and actor not in OUTSIDE,
    "p": lambda actor, kind, state: actor in {*IN_THE_TEAM, "staff", "superuser"},
}


# --- Who may know a text ----------------------------------------------------------------------
OF_A_WIN = {"title", "title_en", "description", "description_en", "changed_for", "sources"}
INSIDE = {
    "member",
    "lead",
    "coordinator",
    "staff",
    "superuser",
}  # they know questions, reasons and names of the initiative
LETS_IN = {"lead", "coordinator", "staff", "superuser"}
OUR_PEOPLE = {
    "member",
    "lead",
    "former",
    "deactivated",
    "staff",
    "coordinator",
}  # stand at our wins and in our team
OTHER_INSIDE = {"other", "elsewhere", "staff", "superuser"}
RIVALS = {"rival", "superuser"}


# All texts of these are for people who work on it: the note of a wall, the author and the comment of a judgement,
# and the view of a partner on the meaning of scaling.
FROM_INSIDE = {"introduction", "wish", "pair", "actor", "wall", "judgement", "partnership", "objection"}
# What the partner of the public initiative reads behind the long word of its link, beside what everybody reads: what stands in
# its name. It is nobody who asks other pages: there it is a visitor.
IN_ITS_NAME = {
    *(("wish", state, "statement") for state in ("public", "public_second", "public_third")),
    ("meaning", "public", "text"),
    ("partnership", "public", "note"),
    ("win", "logged_network", "title"),
    *(("objection", state, "words") for state in ("public", "public_win")),
}


def may_know(actor: str, kind: str, state: str, text: str) -> bool:
    """True where some page may show somebody this text of this row."""
    if state in TAKEN_BACK:
        return False  # no word of it is left
    if actor == "partner" and (kind, state, text) in IN_ITS_NAME:
        return True
    if kind == "win":
        if text == "admin_note":
            return actor in ("staff", "superuser")
        if actor == "teller" and state in ARRIVED and text in {*OF_A_WIN, "withdrawal_reason"}:
            return True  # it was they who told it
        needed_inside = text not in OF_A_WIN
        return (actor in INSIDE) if needed_inside else suffices(actor, "win", state, "r")
    if kind == "link" and state == "foreign" and actor in OTHER_INSIDE:
        return True  # both its wins are known to them
    if kind == "belonging" and state in ("public", "half"):
        return suffices(actor, kind, state, "r")
    if kind in ("tie", "belonging"):
        return actor in INSIDE | OTHER_INSIDE or (actor, state) == ("former", "by_us")
    if kind in ("initiative", "proposal", "photo", "link"):
        return suffices(actor, kind, state, "r")
    if kind in FROM_INSIDE:
        return actor in INSIDE
    if kind == "ambition":
        return suffices(actor, "initiative", state, "r")
    if kind == "dismissal" and actor == "superuser":
        return True  # the audit keeps it, and a superuser reads all of the audit
    if kind in (
        "loss",
        "window",
        "bite",
        "figure",
        "topic",
        "meaning",
        "appeal",
        "evidence",
        "follow_up",
        "dismissal",
    ):
        return suffices(actor, kind, state, "r")
    if kind == "user":
        return _may_know_person(actor, state, text)
    if kind in ("also", "other"):
        return True
    if kind == "partner":
        return actor in INSIDE
    if kind == "challenge":  # all staff keep the questions together
        return actor in INSIDE or actor in CURATORS
    if kind == "import":
        return actor == BRINGS
    if kind == "letter":
        if text == "body":
            return False  # who reads that a letter went does not read it
        return actor in ("rival", "superuser") if state == "rivals" else actor in ("staff", "superuser")
    if kind == "challengeproposal":
        if (state, text) == ("old", "sender"):
            return False  # past its term, whoever reads
        return actor in ("rival", "superuser") if state == "rivals" else actor in ("staff", "superuser")
    if kind in ("other_bite", "other_window"):
        return actor not in OUTSIDE
    if kind in ("other_wish", "other_actor", "other_wall"):
        return actor in OTHER_INSIDE
    if kind in ("other_win", "other_photo"):
        return state == "public" or actor in OTHER_INSIDE
    if kind in ("rivals", "rivals_win"):
        return actor in RIVALS
    if kind == "capture":
        return actor in INSIDE
    if kind == "invitation":
        return actor in LETS_IN
    if kind == "request":
        asked_by = {"waiting": "network", "declined": "elsewhere"}[state]
        return actor in LETS_IN or actor == asked_by
    return False


def _may_know_person(actor: str, who: str, text: str) -> bool:
    """A person may know themselves, and the names of people they work with. Curators keep the accounts and know all."""
    if actor in OUTSIDE:
        return False
    if actor == who or actor in CURATORS:
        return True
    if (actor, who, text) == ("invited", "lead", "display_name"):
        return True  # an invitation names its sender
    if text == "email":  # the address of a member, or of somebody who was invited or asks to join
        return actor in LETS_IN and who in {*IN_THE_TEAM, "deactivated", "invited", "uninvited", "network"}
    if actor in INSIDE:
        asks_to_join = who == "network" and actor in LETS_IN
        return who in OUR_PEOPLE or asks_to_join
    return actor in OTHER_INSIDE and who in ("other", "staff")


JOIN_PAGES = ("merge", "apart", "unmerge", "split")
# Tables of which two rows may turn out to be one, with rows into which another may go.
JOINED = {
    "partner": ("used", "unused"),
    "challenge": ("used", "unused"),
    "theme": ("used", "unused"),
    "city": ("unused", "ours"),
    "user": ("network", "member", "hidden_one"),
}


# Where another programme has initiatives, too; and a city that could become that one alone.
ELSEWHERE = {("rival", "city", "ours"), ("rival", "city", "unused")}


def pages_of_joining(model: str) -> tuple[str, ...]:
    """Only a partner turns out to be two."""
    return JOIN_PAGES if model == "partner" else JOIN_PAGES[:-1]


def may_join(actor: str, model: str, state: str) -> bool:
    """Who may change a row may say that it is another one: never of their own account, nor of a city of two programmes."""
    return actor != state and MODELS[model][state][actor] in "wd" and (actor, model, state) not in ELSEWHERE


def at_joining(actor: str, model: str, page: str, method: str, state: str) -> str:
    """The answers of the screen on which a row turns out to be another; without one it leads to the list."""
    if actor not in CURATORS:
        return "login" if actor in OUTSIDE else "door"
    may = may_join(actor, model, state)
    if page == "split":
        may = may and state != "waiting"
    if page in ("merge", "split"):
        return ("done" if may else "still") if method == "POST" else "200" if may else "any"
    if method != "POST":
        return "405"
    return "done" if may and page == "apart" else "gone"


def at_declining(actor: str, method: str, state: str) -> str:
    """The answers of the screen on which staff decline a proposal; one that does not wait leads to the list."""
    if actor not in CURATORS:
        return "login" if actor in OUTSIDE else "door"
    waits = state == "waiting" and actor in ("staff", "superuser")
    if method != "POST":
        return "200" if waits else "any"
    return "done" if waits else "still"


def at_answering(actor: str, method: str, state: str) -> str:
    """The answers of the screen on which staff say what becomes of a question; one that does not wait leads to the list."""
    if actor not in CURATORS:
        return "login" if actor in OUTSIDE else "door"
    waits = state != "declined" and MODELS["challengeproposal"][state][actor] != "-"
    if method != "POST":
        return "200" if waits else "any"
    return "done" if waits else "still"


def at_import(actor: str, page: str, method: str, state: str) -> str:
    """The answers of a page about a table that somebody brought. Other methods than POST are as GET, where it knows them."""
    if actor not in CURATORS:
        return "login" if actor in OUTSIDE else "door"
    cells = IMPORT_PAGES[page]
    known = cells[f"{'POST' if method == 'POST' else 'GET'}/{state}"]
    reads_only = "405" in (cells["GET/shown"], cells["POST/shown"])
    if known == "405" or (reads_only and method not in (*SAFE, "POST")):
        return "405"
    return known if actor == BRINGS else "gone"


def at_template(actor: str, method: str) -> str:
    """The answers of an empty table to start from."""
    if actor not in CURATORS:
        return "login" if actor in OUTSIDE else "door"
    return "200" if method in SAFE else "405"


def at_merging(actor: str, method: str, state: str) -> str:
    """The answers of the screen that merges. The other win is of the same initiative, and only the public one has such a win."""
    if actor not in CURATORS:
        return "login" if actor in OUTSIDE else "door"
    if MODELS["smallwin"][state][actor] == "-":
        return "gone"
    if method != "POST":
        return "200" if state in STANDING.split() else "any"
    return "done" if state in MERGES.split() else "still"
