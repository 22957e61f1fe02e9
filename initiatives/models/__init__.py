from initiatives.models.ambitions import Ambition, MeaningAnswer, NextBite, ScalingMeaning
from initiatives.models.audit import AuditAction, AuditEntry, acting, as_it_stood, left_by
from initiatives.models.challenge_proposals import ChallengeProposal
from initiatives.models.checks import EvidenceCheck
from initiatives.models.evidence import Evidence, FollowUp, Judgement, Loss
from initiatives.models.figures import Figure
from initiatives.models.follows import Follow
from initiatives.models.guests import TooMany
from initiatives.models.imports import ImportBatch, ImportMapping, ImportRow
from initiatives.models.initiative_links import InitiativeLink
from initiatives.models.initiatives import Initiative, Membership
from initiatives.models.introductions import Introduced, Introduction
from initiatives.models.letters import Letter, MailOff
from initiatives.models.merging.merges import Merge, MergeChange, SaidApart
from initiatives.models.objections import Objection
from initiatives.models.outside import Actor, Wall, WallMove, WallTopic
from initiatives.models.paradox import PilotAnswer, PilotCheck, PilotRespondent, Recognition
from initiatives.models.partnerships import Partnership
from initiatives.models.people import Role, User
from initiatives.models.places import Challenge, City, Partner, PartnerAlias, Programme, Theme
from initiatives.models.profiles import Appeal, SignalDismissal, Snapshot
from initiatives.models.readers import ForReader, Onlooker, Reader, known_initiatives, programmes_for
from initiatives.models.reminders import Reminder
from initiatives.models.still import StillQuestion, StillWord
from initiatives.models.teams import CaptureLink, Invitation, MembershipRequest
from initiatives.models.week_mail import WeekMail
from initiatives.models.windows import Window
from initiatives.models.wins import READING, Photo, SmallWin, WinLink, chain_between
from initiatives.models.wishes import Wish, WishLink, WishPair
