"""Curation at /beheer/. site.py names every screen and the order in which they stand."""
