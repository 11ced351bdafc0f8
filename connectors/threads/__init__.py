"""Threads, whose export lies inside Instagram's."""
