"""What a robot gets of a perfect picture: noisy depth, a drifting pose, a detector that errs."""
