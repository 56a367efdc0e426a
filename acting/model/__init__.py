"""Plans by a language model, checked against the skills; recorded and replayed."""
