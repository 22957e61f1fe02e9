"""Somebody sends in a question without an account; the staff answer it. No question has the web name of that form's address."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

TAKEN_UP = Q(answer__isnull=False, answer__in=["new", "known"])
DECLINED = Q(answer__isnull=False, answer="declined")
ANSWERED = "answered_at__isnull", "answered_by__isnull", "answer__isnull"


def tied(model: str, **options) -> models.ForeignKey:
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=model, **options)


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0043_teams_tie_initiatives")]

    operations = [
        migrations.AddConstraint(
            "challenge",
            models.CheckConstraint(
                condition=~Q(slug__in=("nieuw",)), name="challenge_web_name_is_no_address"
            ),
        ),
        migrations.CreateModel(
            name="ChallengeProposal",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("question", models.CharField(max_length=500)),
                ("sender", models.CharField(blank=True, max_length=300)),
                ("sent_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("answered_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("answer", models.CharField(blank=True, max_length=32, null=True)),
                ("why", models.TextField(blank=True, max_length=1000)),
                (
                    "answered_by",
                    tied(settings.AUTH_USER_MODEL, blank=True, editable=False, null=True, related_name="+"),
                ),
                (
                    "challenge",
                    tied("initiatives.challenge", blank=True, null=True, related_name="proposals"),
                ),
                (
                    "city",
                    tied("initiatives.city", blank=True, null=True, related_name="challenge_proposals"),
                ),
                ("programme", tied("initiatives.programme", related_name="challenge_proposals")),
            ],
            options={
                "ordering": ["sent_at", "pk"],
                "indexes": [models.Index(fields=["sent_at"], name="challenge_proposal_by_day")],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(answer__in=["new", "known", "declined"]) | Q(answer__isnull=True),
                        name="challenge_proposal_answer_known",
                    ),
                    models.CheckConstraint(
                        condition=Q(**dict.fromkeys(ANSWERED, True)) | Q(**dict.fromkeys(ANSWERED, False)),
                        name="challenge_proposal_answered_together",
                    ),
                    models.CheckConstraint(
                        condition=TAKEN_UP & Q(challenge__isnull=False)
                        | ~TAKEN_UP & Q(challenge__isnull=True),
                        name="challenge_proposal_becomes_a_question_or_not",
                    ),
                    models.CheckConstraint(
                        condition=DECLINED & ~Q(why="") | ~DECLINED & Q(why=""),
                        name="challenge_proposal_is_declined_with_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=Q(answered_at__isnull=True) | Q(sender=""),
                        name="challenge_proposal_answered_forgets_its_sender",
                    ),
                ],
            },
        ),
    ]
