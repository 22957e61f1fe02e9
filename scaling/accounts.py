"""How accounts behave here, where that differs from django-allauth."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request) -> bool:
        """Nobody makes an account by themselves: programme staff or a team lets people in."""
        return False
