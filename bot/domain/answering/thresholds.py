"""How sure search must be for each step of answering: probabilities, but for `SAID`, a share of a title."""

SURE = 0.94
"""From here on the entry is given: 64 of 66 were right of our own questions, 96 in 100 of the public set fitted on."""
SAID = 0.35
"""And only if the question says that much of the entry's title: a vaguer one gets a choice."""
BARE, SAID_BARE = 2, 0.5
"""Of so few words it must be half the title: a name alone asks nothing."""
NEAR = 0.3
"""From here on the nearest entries are offered: up to 1 in 20 questions on other subjects comes as far."""
QUOTABLE = 0.4
"""From here on a passage may be quoted."""
IN_SCOPE = 0.15
"""From here on the model is asked unbidden; it can still say that the passages have no answer."""
ASKED = 0.8
"""Each part of a question about two things must find its own entry that surely (by words alone)."""
COMPARABLE = 0.05
"""A choice is at least this likely, the best one being 1."""
