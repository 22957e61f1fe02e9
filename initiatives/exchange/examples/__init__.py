"""The example programme: five invented initiatives, told in the files of `told/`, so that everything can be seen at work.

A real initiative carries what sources and its own people say, and nothing else (decision 0246).
"""
