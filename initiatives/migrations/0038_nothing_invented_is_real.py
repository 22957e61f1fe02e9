"""A demo of before hung invented rows on real initiatives. They go: what is invented is in a programme of its own (decision 0246).

The tables lose the mark of such rows in the next migration: a table cannot change while its rows are being deleted.
"""

from django.db import migrations

MARKED = ("Wish", "PilotCheck", "Wall", "Window", "Actor")
AUTHORS = ("redactie@vliegwiel.example", "voorbeeld@vliegwiel.example")
TEXTS = (
    ("Evidence", "text", "added_by"),
    ("FollowUp", "note", "told_by"),
    ("Judgement", "comment", "said_by"),
    ("Loss", "note", "told_by"),
    ("Ambition", "reason", "decided_by"),
    ("ScalingMeaning", "text", "written_by"),
    ("NextBite", "text", "set_by"),
)
ANSWERS = (
    ("concrete", ("wijs-samenwijs", "wijs-2200", "moz-keuzevak", "lmds-subsidie")),
    ("completed", ("wijs-samenwijs", "wijs-2200", "moz-keuzevak", "lmds-subsidie")),
    ("loss_answer", ("wijs-2200", "wijs-vier-jaar", "lmds-subsidie", "lmds-expo", "moz-thomas-more")),
)


def let_go(apps, schema_editor):
    model = apps.get_model
    for name in MARKED:
        model("initiatives", name).objects.filter(is_example=True).delete()
    for name, text, author in TEXTS:
        of_the_loader = {f"{text}__startswith": "Voorbeeld:", f"{author}__email__in": AUTHORS}
        model("initiatives", name).objects.filter(**of_the_loader).delete()
    if model("initiatives", "User").objects.filter(email=AUTHORS[1]).exists():
        for name, keys in ANSWERS:
            model("initiatives", "SmallWin").objects.filter(dataset_key__in=keys).update(**{name: None})


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0037_actors_have_a_position")]

    operations = [migrations.RunPython(let_go, migrations.RunPython.noop)]
