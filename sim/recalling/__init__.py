"""Memory questions about an hour, a day and a month of a robot's life, and who can answer them.

The eleven categories of FindingDory (Yadav et al., 2025) and the five kinds of answer of NaVQA
(Anwar et al., "ReMEmbR", 2024), with words and lives of our own.
"""
