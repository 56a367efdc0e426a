"""What is kept at hand: a short-term memory of few things and the working memory of a task.

Both lie over the long-term memory of things: what they let go is slower to find, not lost.
"""
