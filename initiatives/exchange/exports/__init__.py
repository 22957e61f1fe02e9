"""What people take along: the rows of a page as a file, the network for other programs, and the open data."""
