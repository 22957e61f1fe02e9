"""Logging in with an account from elsewhere, by OpenID Connect (docs/decisions/0061-sign-on-by-issuer-and-subject.md)."""
