"""Things: what people carry about."""
