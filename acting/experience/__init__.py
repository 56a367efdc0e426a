"""What was tried before, how it went, and what is to be learnt from that."""
