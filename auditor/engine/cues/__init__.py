"""Finds wording that the rules outside phi rest on: advice, affiliation, interests, private life, conduct.

A cue is not yet a finding: the rules weigh cues with account, owner and parent. Knows nothing of storage.
"""
