"""Benchmarks: ratios beside a baseline in the same run. Run with `make bench`, never by the
tests.
"""
