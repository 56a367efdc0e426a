"""`whereseen do`: a simulated home with a robot in it that does what it is told.

`home.py` puts home, robot, memory and planner together, `keeping.py` keeps the home beside the
map, so that another run goes on where one ended, `filming.py` shows what happens.
"""
