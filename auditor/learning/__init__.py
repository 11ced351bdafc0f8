"""Scripts that build the engine's word lists and weights, and the labelled posts they learn from.

Never imported at run time; they may use libraries that the engine must not need (extra `learn`).
"""
