from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class InitiativesConfig(AppConfig):
    name = "initiatives"
    verbose_name = _("Vliegwiel")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from initiatives.models.audit import watch_every_table

        post_migrate.connect(watch_every_table, sender=self, dispatch_uid="watch every table")
