"""The rules that believable homes keep, by what they are about."""
