"""What NAVER pays out in the sandbox: invented sales, fees, days of payment, planted mistakes."""

from engine.sandbox.money.mistakes import KINDS, Mistake, Unclear, read_mistake
from engine.sandbox.money.till import Terms, Till

__all__ = ["KINDS", "Mistake", "Terms", "Till", "Unclear", "read_mistake"]
