"""A local stand-in for NAVER's Commerce API over real HTTP, deterministic from a seed.

Start it with `python -m engine.sandbox.app --port 0 --ready-file F`; imports nothing else of ours.
"""
