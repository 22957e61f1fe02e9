"""The parts of the proof of who may see and do what (docs/access.md)."""
