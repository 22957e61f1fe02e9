"""The read API `/api/v1/`: the rows and columns of `exchange/exports` for programs, as a visitor may see them (docs/api.md)."""
