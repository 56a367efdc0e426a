"""What a robot does with its memory: skills, plans, exploration, navigation, grasping; no ROS.

An instruction is read into subtasks (`instructions`), what it speaks of is looked up in what is
known (`references`, `knowledge`), and a closed loop (`planning`) lets an `Embodiment` do one skill
(`skills`) after the other, and thinks again when one fails.
"""
