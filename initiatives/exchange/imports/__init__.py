"""Bringing a table in: what somebody gives becomes cells, the cells become rows of ours, and nothing is dropped in silence.

files > headings > kinds > plan > writing, and `refused` gives back what did not fit (decisions 0290 to 0293).
"""
