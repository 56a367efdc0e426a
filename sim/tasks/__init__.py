"""`whereseen bench tasks`: KARMA's families of household tasks, dynamic and chained, in symbols.

After Wang et al., "KARMA: Augmenting Embodied AI Agents with Long-and-short Term Memory Systems"
(2024): Simple, Composite and Complex tasks, success, goal conditions, retrieval, exploration, time.
"""
