"""Two rows that turn out to be one: columns < ledger < kinds < the machine."""
