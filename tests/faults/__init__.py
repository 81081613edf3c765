"""Imports over every fault NAVER and the network can make; `python -m tests.faults` writes what was
seen into docs/reliability.md.
"""
