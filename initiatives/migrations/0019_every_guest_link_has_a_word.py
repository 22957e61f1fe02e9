"""Every link for people without an account has a short word, and its digest has the secret key in it."""

from django.db import migrations, models

from initiatives.tokens import derived_token, derived_word, digest, word_digest

PURPOSES = {"CaptureLink": "capture link", "WishLink": "wish link", "PilotCheck": "pilot check"}


def give_words(apps, schema_editor) -> None:
    """Give each link its word; none where its long word, too, was made with another secret key."""
    for name, purpose in PURPOSES.items():
        links = apps.get_model("initiatives", name).objects
        for link in links.only("pk", "token_digest"):
            is_readable = digest(derived_token(purpose, link.pk)) == link.token_digest
            word = word_digest(derived_word(purpose, link.pk)) if is_readable else None
            links.filter(pk=link.pk).update(word_digest=word)


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0018_who_meets"),
    ]

    operations = [
        migrations.AddField(
            model_name="pilotcheck",
            name="word_digest",
            field=models.CharField(editable=False, max_length=64, null=True, unique=True),
        ),
        migrations.AddField(
            model_name="wishlink",
            name="word_digest",
            field=models.CharField(editable=False, max_length=64, null=True, unique=True),
        ),
        migrations.RunPython(give_words, migrations.RunPython.noop, elidable=True),
    ]
