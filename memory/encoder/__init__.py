"""Encoders: images and questions to vectors of one space."""
