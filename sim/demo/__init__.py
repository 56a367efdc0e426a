"""What `whereseen demo` shows: a home that people change while a robot goes round it.

`home.yaml` says what stands where, `story.py` what people do when and what is asked, `run.py`
watches and asks, `checking.py` compares with the truth.
"""
