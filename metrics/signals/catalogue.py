from metrics.signals import (
    aging_work,
    commitment_reliability,
    cycle_time,
    knowledge_concentration,
    return_handoffs,
    scope_churn,
)
from metrics.signals.signal import Signal

SIGNALS: tuple[Signal, ...] = (
    return_handoffs.SIGNAL,
    knowledge_concentration.SIGNAL,
    cycle_time.SIGNAL,
    aging_work.SIGNAL,
    commitment_reliability.SIGNAL,
    scope_churn.SIGNAL,
)
BY_KEY = {signal.key: signal for signal in SIGNALS}
