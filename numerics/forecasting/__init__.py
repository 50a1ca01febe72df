"""Forecasts with ranges that are measured to hold: pure numbers, no database, no clock.

The functions take what is known, a seed, and give frozen results. How well they hold on real
projects is in docs/forecast-calibration.md, written by ``manage.py backtest``.
"""

from numerics.forecasting.count import HORIZONS, forecast_count, forecast_fan, nearest_horizon
from numerics.forecasting.delivery import SprintRecord, Standing, predict_delivered, predict_each
from numerics.forecasting.history import History
from numerics.forecasting.levels import LEVELS, supported_level, values_needed
from numerics.forecasting.open_work import forecast_open_work
from numerics.forecasting.overlap import effective_number
from numerics.forecasting.points import forecast_points
from numerics.forecasting.ranges import CountForecast, Forecast, Range
from numerics.forecasting.recalibration import Recalibration
from numerics.forecasting.refusal import NotEnoughHistory
from numerics.forecasting.replay import Replayed, recalibrated, replay, replay_points, warm_up
from numerics.forecasting.skill import Skill
from numerics.forecasting.when import WhenForecast, forecast_when, long_futures, on_day

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
