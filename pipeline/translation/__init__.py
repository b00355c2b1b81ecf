"""Engines that translate sentences, and the checks on what they return."""
