from health.signals import (
    aging_work,
    boundary_wait,
    ceremony_rhythm,
    commitment_capacity,
    commitment_reliability,
    congruence,
    cycle_time,
    flow_balance,
    follow_through,
    forecast_calibration,
    hypothesis_throughput,
    knowledge_concentration,
    outcome_attainment,
    pulse,
    return_handoffs,
    scope_churn,
)
from health.signals.signal import Signal

SIGNALS: tuple[Signal, ...] = (
    congruence.SIGNAL,
    return_handoffs.SIGNAL,
    boundary_wait.SIGNAL,
    knowledge_concentration.SIGNAL,
    cycle_time.SIGNAL,
    aging_work.SIGNAL,
    flow_balance.SIGNAL,
    commitment_reliability.SIGNAL,
    scope_churn.SIGNAL,
    forecast_calibration.SIGNAL,
    commitment_capacity.SIGNAL,
    follow_through.SIGNAL,
    hypothesis_throughput.SIGNAL,
    ceremony_rhythm.SIGNAL,
    pulse.SIGNAL,
    outcome_attainment.SIGNAL,
)
BY_KEY = {signal.key: signal for signal in SIGNALS}
