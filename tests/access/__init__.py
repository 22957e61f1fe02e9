"""The parts of the proof of access (docs/access.md)."""
