"""Faults on demand: what can go wrong, when it does, and what a caller then sees."""

from engine.sandbox.faults.lines import Piecemeal
from engine.sandbox.faults.mishap import Mishap
from engine.sandbox.faults.orders import KINDS, Bounds, Misuse, read_option, read_order, suffer
from engine.sandbox.faults.plan import Fault, FaultPlan

__all__ = [
    "KINDS",
    "Bounds",
    "Fault",
    "FaultPlan",
    "Mishap",
    "Misuse",
    "Piecemeal",
    "read_option",
    "read_order",
    "suffer",
]
