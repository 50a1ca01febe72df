"""Forecasts with ranges that are measured to hold: pure numbers, no database, no clock.

The functions take what is known, a seed, and give frozen results. How well they hold on real
projects is in docs/forecast-calibration.md, written by ``manage.py backtest``.
"""

from metrics.forecasting.count import HORIZONS, forecast_count, forecast_fan, nearest_horizon
from metrics.forecasting.delivery import SprintRecord, Standing, predict_delivered, predict_each
from metrics.forecasting.history import History
from metrics.forecasting.levels import LEVELS, supported_level, values_needed
from metrics.forecasting.open_work import forecast_open_work
from metrics.forecasting.overlap import effective_number
from metrics.forecasting.points import forecast_points
from metrics.forecasting.ranges import CountForecast, Forecast, Range
from metrics.forecasting.recalibration import Recalibration
from metrics.forecasting.refusal import NotEnoughHistory
from metrics.forecasting.replay import Replayed, recalibrated, replay, replay_points, warm_up
from metrics.forecasting.skill import Skill
from metrics.forecasting.when import WhenForecast, forecast_when, long_futures, on_day

__all__ = [
    "HORIZONS",
    "LEVELS",
    "CountForecast",
    "Forecast",
    "History",
    "NotEnoughHistory",
    "Range",
    "Recalibration",
    "Replayed",
    "Skill",
    "SprintRecord",
    "Standing",
    "WhenForecast",
    "effective_number",
    "forecast_count",
    "forecast_fan",
    "forecast_open_work",
    "forecast_points",
    "forecast_when",
    "long_futures",
    "nearest_horizon",
    "on_day",
    "predict_delivered",
    "predict_each",
    "recalibrated",
    "replay",
    "replay_points",
    "supported_level",
    "values_needed",
    "warm_up",
]
