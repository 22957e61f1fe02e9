"""Invented rows for the demo, on real initiatives. Each says that it is an example. Loading twice changes nothing."""
