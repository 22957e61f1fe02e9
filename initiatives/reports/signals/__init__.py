"""The questions that an initiative's own rows raise (theory §8): limits, facts, rules, words, and the page."""
