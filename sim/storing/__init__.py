"""How well a log keeps and finds what a robot observes: speed, recall, crashes, full disks."""
