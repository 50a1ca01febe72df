from forecasts.models.forecast import Forecast, ForecastOutcome
from forecasts.models.track_record import TrackRecord

__all__ = ["Forecast", "ForecastOutcome", "TrackRecord"]
