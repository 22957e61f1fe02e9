"""Rows made up for the demo, each with "voorbeeld" on the page where it stands."""
