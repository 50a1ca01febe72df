"""The unchanging words of docs/forecast-calibration.md."""

OPENING = """
# How often the forecasts hold

Written by

    {command}

which walks the product's own forecasts through the histories of real projects: at every point of
a history the forecast sees only what lies before it, the future then says whether it held. The
same command takes any folder of completion dates and any table of sprints; it needs no database.

The few constants of the method were chosen on the projects marked *tuned on* (every second of the
TAWOS projects by name, and MongoDB's sprints), and the promises below are judged by the projects
marked *held out* alone. Held out is not the same as never seen, so this is how they were looked
at. The held-out stories had been looked at twice before spending above what can't be missed below,
counting past stretches rather than single weeks or sprints, and heavier tails were decided; the
held-out sprints once. When the walk of the level was asked of the team's own past at two spans,
some ten settings were run on invented histories of twelve kinds (`bin/bench kinds`), on two
projects that are in neither group, and on all twenty TAWOS projects, halves apart: chosen was what
helps where the ranges held worst, on those two and on the kinds whose pace wanders; on the
held-out half the settings differed by two points at thirteen weeks and less before. Every promise
was kept each time. That a busy, steady team is believed was decided on invented histories, and
looked at on the tuned half and on half of the change logs named in [forecast.md](forecast.md),
where it changes nothing; that forecasts which share days teach the ranges less each was argued
first, then looked at on the tuned half, those logs and the two projects. Whoever knows the answer
can't be sure that it had no part in a choice, so take the figures for a good guess rather than a
clean test: the clean test is another folder of histories and the same command. The mean over
sprint projects takes all of them, since the row it is compared with does.
"""

METHOD = """
## The method

* **Stories.** The last 26 weeks, half as heavy every six weeks, reweighted by the Bayesian
  bootstrap, give an uncertain mean and scatter per week; counts are negative binomial around a
  level that drifts in a random walk with Student tails. How far it may drift is asked of the
  team's own past at two spans: by how much what came in two weeks, and in a quarter, differed from
  the level before it beyond the scatter of weeks (newest 104 starts); the movement from fortnight
  to fortnight beyond counting noise counts as four such stretches, so that a short past isn't
  taken for a steady one; and that movement is never taken for less than a past of such counts
  could hide (two standard errors, a fifth at most). Ranges are recalibrated per team, horizon and
  level by adaptive conformal inference (step 0.03, over the square root of the fortnights ahead,
  since their outcomes share days), with feedback only once a forecast is resolved. A forecast is
  issued every fortnight from six weeks of history and fifteen completions in twelve weeks on.
* **Bulk closes.** A day that closes at least fifteen, and more than any whole week of the twelve
  before, is a clean-up and not learned from. Whether it counts as an outcome is shown both ways.
* **Points.** Worlds of the Bayesian bootstrap over the team's own sprints, half as heavy every
  twelve, with drift, recalibrated alike. Each real sprint counts once, on the board with most
  sprints that shows it.
* **Young teams.** A range of level L needs n past stretches as long as the one ahead with
  (n-1)/(n+1) at least L: 3 for 50 %, 13 for 85 %, 39 for 95 %. Below that the widest range is
  shown at its true level. Coverage in the tables counts only ranges that were entitled to their
  level.
* **Rivals.** *bootstrap*: days of the last twelve weeks (the last twelve sprints) drawn with
  replacement, as most tools do, ranges straight from the percentiles; once with every date, and
  once helped by our recognition of bulk closes; *mean*: their pace; *last value*: the stretch just
  over.
"""

HOW_TO_READ = """
## How to read the figures

* In brackets: 95 % intervals by bootstrap over projects (over boards for points), so that a long
  history doesn't count as many. None under three of them.
* *Held*: the share of ranges that contained what came. *Width*: the median width of a series over
  its mean outcome, averaged over series. *CRPS* (energy form) and *pinball* (at 5, 15, 25, 50, 75,
  85, 95 %): mean loss of a series over its mean outcome, averaged over series; smaller is better.
  *Skill*: 1 minus the geometric mean over series of our loss over the bootstrap's.
* *Brier*: of "no fewer than in the stretch just over", yes or no.
* Forecasts longer than a fortnight overlap, so their effective number is smaller than the count;
  the intervals don't suffer from it, since they resample whole projects.
* Published dates have no actors and no hours, so bulk closes are recognised by the day alone.
"""

DELIVERY = """
NMAE of delivered minus committed points at so many percent of the sprint: mean absolute error over
the interquartile range of that gap among all lines of the table. Each real sprint once; each of
the second half is predicted from the sprints with smaller ids alone, and from its own committed,
done, in progress, to-do, added and removed points at that moment. Ids order sprints but don't say
which had ended: the tables hold no dates. Boosted trees on the same sprints (retrained five times
along the test half, where ours learns after every sprint) had been measured before, by project the
best of several, and as a mean over five projects (Apache, JBoss, JIRA, MongoDB, Spring) for one
fixed model: 1.002, 1.073, 0.939, 0.879. Where a table holds fewer projects the mean is over those
there are, so the comparison of means is only a rough one, and the rows by project say more.
"""
