"""What the keys of the backtest's JSON mean, said in the file itself."""

KEYS = {
    "seed, sample": "as given to the command; the same inputs and seed give the same bytes",
    "completions, sprints": "by group of projects: held out, tuned on, all of both; each lists its "
    "projects",
    "every date": "every line counts as an outcome; by days ahead: 14, 28, 91",
    "without bulk closes": "days recognised as clean-ups don't count as outcomes",
    "points": "delivered points; by sprints ahead: 1, 3, 5; a series is a board",
    "series, forecasts": "how many series have a forecast, and how many there are of all of them",
    "methods": "forecast is the product's own; the others are what it is compared with",
    "value, low, high": "the figure and its 95 % interval, by resampling whole series 2,000 times; "
    "without one under three series",
    "coverage": "by level in percent: the share of ranges that held, both ends included, among "
    "forecasts with history enough to claim the level ((n-1)/(n+1) at least that); forecasts: "
    "how many those are",
    "coverage_with_young": "the same among all forecasts, those too young for the level included, "
    "which the product shows at a lower level",
    "width": "by level: high minus low, median of a series over its mean outcome, mean over series",
    "crps, pinball": "mean loss of a series over its mean outcome, mean over series; pinball at 5, "
    "15, 25, 50, 75, 85, 95 %",
    "crps_skill, pinball_skill": "1 minus the geometric mean over series of the method's loss over "
    "the bootstrap's; above nought is better than the bootstrap",
    "brier": "of: at least as much as in the stretch just over",
    "young": "forecasts too young for 95 %: the level their widest range claimed, and how often it "
    "held",
    "pit": "shares of outcomes by tenths of the forecast distribution; 0.1 each if perfect",
    "series_under_80": "share of the series with thirty forecasts whose 85 % range held under 80 %",
    "by_series": "the same figures a series at a time; crps, pinball and median_width in stories "
    "or points; crps_ratio is ours over the bootstrap's",
    "delivery": "NMAE of delivered minus committed at 0, 30, 50 and 80 % of the sprint, by project "
    "and as a mean: mean absolute error of the tested sprints over the interquartile range of the "
    "gap in all lines; median_nmae is that of the plain median",
    "acceptance": "each promise: what was asked (least, most), the measured value, whether met",
}
