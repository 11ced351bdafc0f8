"""How good verdicts on labelled posts are: `python -m tests.benchmarks.detection --help`."""
