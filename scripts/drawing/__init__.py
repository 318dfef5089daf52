"""Puts drawings of lessons together from parts: a small box of shapes in one flat style."""
