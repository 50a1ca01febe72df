"""How well the forecasts hold on the real histories of projects: a walk-forward backtest."""
