"""Migrations run on a database in which people have worked."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from initiatives.models import AuditEntry, Partnership
from tests.factories import create_initiative
from tests.factories_signals import told_ago

ROOT = Path(__file__).resolve().parent.parent
BEFORE = "0005_wins_not_for_everyone"  # the last one of version 0.1.0

# What the loader and a team left there, in the columns of then.
THEN = """
insert into initiatives_programme (name, slug, summary, summary_en, website) values ('Deal', 'deal', '', '', '');
insert into initiatives_user (password, is_superuser, email, display_name, language, is_active, joined_at)
values ('!', false, 'redactie@voorbeeld.example', 'de redactie', 'nl', false, now()),
       ('!', false, 'fatima@voorbeeld.example', 'Fatima', 'nl', true, now());
insert into initiatives_initiative (programme_id, title, title_en, slug, summary, summary_en, started_precision, dream,
                                    dream_en, sources, published_at, published_by_id)
select p.id, 'WIJS', '', 'wijs', '', '', 'day', '', '', '', now(), u.id
from initiatives_programme p, initiatives_user u where u.display_name = 'de redactie';
insert into initiatives_smallwin (id, initiative_id, title, title_en, description, description_en, occurred_on, precision,
                                  audience, sources, logged_at, logged_by_id, changed_at, submission_id, question,
                                  withdrawal_reason, dataset_key)
select gen_random_uuid(), i.id, u.display_name, '', '', '', '2024-01-01', 'day', 'public', '', now(), u.id, now(),
       gen_random_uuid(), '', '', case u.display_name when 'de redactie' then 'wijs-1' end
from initiatives_initiative i, initiatives_user u;
"""


@pytest.fixture
def of_version_0_1():
    """A database of its own on the server of the tests, with the tables of version 0.1.0."""
    name = f"{settings.DATABASES['default']['NAME']}_then"
    with connection.cursor():
        address = connection.get_connection_params() | {"dbname": name}
    admin = {key: address[key] for key in ("host", "port", "user", "password") if key in address}
    with psycopg.connect(dbname="postgres", autocommit=True, **admin) as server:
        server.execute(f'drop database if exists "{name}"')
        server.execute(f'create database "{name}"')
        try:
            yield {**admin, "dbname": name}
        finally:
            server.execute(f'drop database "{name}" with (force)')


def migrate(database: dict, *words: str) -> None:
    secret = f":{database['password']}" if "password" in database else ""
    host = str(database["host"]).replace("/", "%2F")
    port = f":{database['port']}" if "port" in database else ""
    url = f"postgresql://{database['user']}{secret}@{host}{port}/{database['dbname']}"
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DJANGO_SETTINGS_MODULE", "PYTEST_XDIST_WORKER")
    } | {"DATABASE_URL": url, "DEMO": "True", "DEBUG": "False", "SECRET_KEY": "then"}
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0", *words],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_a_network_that_has_told_wins_moves_on_to_this_version(of_version_0_1):
    migrate(of_version_0_1, "initiatives", BEFORE)
    with psycopg.connect(**of_version_0_1) as then:
        then.execute(THEN)
    migrate(of_version_0_1)
    with psycopg.connect(**of_version_0_1) as now:
        wins = now.execute(
            "select title, is_for_everyone, is_for_network from initiatives_smallwin order by title desc"
        ).fetchall()
        assert wins == [("de redactie", True, True), ("Fatima", False, True)]
        now.execute("update initiatives_smallwin set title = 'Anders' where title = 'Fatima'")
        assert now.execute(
            "select changes -> 'title' from initiatives_auditentry order by id desc limit 1"
        ).fetchone()[0] == ["Fatima", "Anders"]


@pytest.mark.django_db
def test_a_partnership_of_before_is_written_down_when_the_audit_says_so():
    row = create_initiative().partnerships.get()
    known, unknown = told_ago(0), told_ago(300)
    Partnership.objects.update(added_at=unknown)
    found = MigrationLoader(None).disk_migrations.items()
    (migration,) = [each for (_app, name), each in found if name.endswith("partnership_added_at")]
    changes = AuditEntry.objects.count()
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute(migration.operations[-1].sql)
    row.refresh_from_db()
    assert abs((row.added_at - known).total_seconds()) < 60
    assert AuditEntry.objects.count() == changes
