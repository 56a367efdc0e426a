"""Run the command line with `python -m whereseen`."""

from whereseen.cli import main

main()
