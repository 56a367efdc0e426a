"""What the words of an instruction mean: things that are known, ranked, or a refusal."""
