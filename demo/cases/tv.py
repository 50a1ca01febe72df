"""A TV advertising platform: data on every subscriber, finished early, scope always moving."""

# ruff: noqa: E501  prose reads better unbroken

from base.roles import Role
from demo.case import Case, Chapter, Habits, Metric, Person, Seen

PEOPLE = (
    Person("Ines Calder", "engineering", Role.LEAD, zone="Europe/Berlin"),
    Person("Tomasz Wilk", "engineering", zone="Europe/Warsaw"),
    Person("Priya Nair", "engineering", joins_in=3, zone="Europe/London"),
    Person("Jonas Feld", "science", zone="Europe/Berlin"),
    Person("Leila Haddad", "science", zone="Europe/Paris"),
    Person("Mateo Rivas", "science", zone="Europe/Madrid"),
    Person("Sam Okafor", "product", capacity=0.5, zone="Europe/London"),
    Person("Claire Dumont", "customer", Role.GUEST, zone="Europe/Paris"),
)

CHAPTERS = (
    Chapter(
        "One picture of the household",
        "Bring viewing, billing and campaign data of each subscriber together, without keeping more"
        " than we need.",
        0,
        4,
        ("ingest", "privacy"),
        """
        e5 Read the set-top-box event feed from the customer's bucket
        e3 Land raw viewing events by day and region
        s3d Find out which of the 480 fields per subscriber carry a signal
        e5 Join viewing sessions with the subscriber master
        es3 Agree on one definition of a viewing session
        e3 Drop events of subscribers who opted out
        e2! Events around midnight are counted twice
        s2 Profile missing values by box model
        e5 Backfill ninety days of history
        p2 Write down which data leaves the customer's network
        e3 Pseudonymise household ids with a rotating salt
        s3 Split households from devices
        e2 Alert when a region sends nothing for an hour
        se5 Sample one percent of households for modelling
        e3! Late events overwrite corrected ones
        e1~ Move secrets of the feed into the vault
        s2d Is the programme guide complete enough to label ads?
        e3 Attach programme and ad break to each session
        es5 Build the daily household table
        e2 Document the schema of the household table
        """,
    ),
    Chapter(
        "Who saw which ad",
        "Turn raw events into impressions that a media buyer would sign for.",
        1,
        6,
        ("measurement",),
        """
        s5 Define an impression by seconds in view
        e5 Match the ad schedule against sessions
        s3d Does channel zapping bias the reach estimate?
        se5 Deduplicate reach across boxes of a household
        e3 Recompute impressions when the schedule is corrected
        s3 Compare our reach with the panel for ten campaigns
        e2! Summer time shifts the ad schedule by an hour
        s5 Estimate co-viewing from time of day and programme
        e3 Keep the evidence behind each impression for audit
        p1 Agree with the sales house on the reach glossary
        s2 Report the uncertainty of reach for small campaigns
        e5 Serve reach by campaign in under a second
        s3! Reach of regional campaigns exceeds the region
        e3 Nightly check of impressions against invoices
        se3 Frequency distribution per campaign
        e2~ Archive the first schedule matcher
        s4d Can we tell a muted set from a watched one?
        e3 Add the two smaller channels
        """,
    ),
    Chapter(
        "Segments that sell",
        "Audiences that media planners understand and that respond better than age and gender do.",
        2,
        8,
        ("modelling", "segments"),
        """
        s5d Do viewing rhythms separate households better than demographics?
        s5 Cluster households by viewing rhythm
        se5 Score every household against the segments each night
        s3 Name the segments together with the planners
        e3 Feature store for household features
        s3 Stability of segments from week to week
        e2! Scoring skips households without a weekend
        s5 Lookalike audience from a seed list
        es3 Put segment drift on the dashboard
        s3d Does a gradient booster beat the simple rule for sports fans?
        e3 Version models together with the data they saw
        s2 Explain each segment by its five strongest features
        p2 Interview four planners about the segments
        e3 Export segments to the ad server
        s5 Predict the next campaign's uplift per segment
        s3! Lookalikes contain opted-out households
        e2 Re-train on the first Monday of the month
        se5 Shadow run of segment targeting on one channel
        s3 Fairness check of segments by postcode
        e3 Roll back a model with one command
        """,
    ),
    Chapter(
        "Campaign cockpit",
        "A planner sees on Monday morning what last week's money bought.",
        3,
        10,
        ("dashboard",),
        """
        p2 Sketch the cockpit with two planners
        e5 Cockpit: reach and frequency of a campaign
        e3 Filter by channel, region and segment
        s2 Choose how to draw uncertainty for planners
        e3 Export a campaign report as spreadsheet
        e2! Cockpit shows yesterday as zero before six
        e3 Single sign-on with the customer's directory
        s3 Compare a campaign with its forecast
        e5 Cache the cockpit's heaviest queries
        p1 Record a five-minute tour for planners
        e2 Print view for the weekly meeting
        e3 Save a planner's filters
        s3 Flag campaigns that under-deliver by Wednesday
        e3! Totals differ between cockpit and export
        e2~ Remove the prototype dashboard
        es3 Let a planner annotate a spike
        p2 Agree on the order of figures with finance
        e3 Mail the weekly report to account managers
        """,
    ),
    Chapter(
        "Live with the customer",
        "Run it in their data centre, with their people, without drama.",
        5,
        12,
        ("operations", "customer"),
        """
        e5 Deploy the pipeline into the customer's cluster
        e3 Dashboards of lag, volume and cost
        se3 Test in the wild: two channels for two weeks
        e2 Runbook for a missing feed
        p2 Plan the hand-over with the operations team
        e3 Restore the household table from backup
        s3 Watch model quality in production
        e3 Load test with the Sunday evening peak
        e2! Memory grows when the schedule is late
        s2 Monthly quality note for the customer
        e3 Cut storage cost of raw events by half
        e2 Rotate certificates without a stop
        s3d Would hourly scoring pay for itself?
        e3 On-call guide for the first month
        p1 Collect feedback of the first live week
        e5 Second data centre as warm standby
        s5 Attribution of sales to exposure for one retailer
        e3 Data retention: forget after thirteen months
        s3 Forecast inventory four weeks ahead
        e3 Quota per tenant on the reach service
        p2 Price list input: cost per thousand by segment
        """,
        follows=("One picture of the household",),
    ),
)

SOURCES = (
    "the ad server's logs",
    "the campaign calendar",
    "the panel's minutes",
    "the subscriber master",
    "the billing extracts",
    "the channel line-up",
    "the list of set-top boxes",
    "the programme guide",
    "the call centre's notes",
)
FIRST_STEPS = (
    "e Get a first delivery of {}",
    "s Profile {}",
    "e Land {} in the store",
    "e Write down who answers for {}",
)
GROUNDWORK = tuple(step.format(source) for source in SOURCES for step in FIRST_STEPS)

CASE = Case(
    key="TV",
    name="Household reach",
    team="Prime Slot",
    customer="Northlight Media",
    goal="Sell TV advertising by audience instead of by slot: know what every household saw, and offer"
    " planners segments that measurably work better, before the autumn season is sold.",
    end_point="Planners at Northlight book by audience segment in the cockpit. Reach and frequency are"
    " computed nightly from set-top-box data in Northlight's own data centre, and their operations team"
    " runs it.",
    success="Half of the autumn bookings name a segment, and the reach we report is within three points"
    " of the panel.",
    use_cases=(
        (
            "Report true reach",
            "Reach and frequency of a campaign the next morning, with its range.",
        ),
        ("Book by audience", "A planner picks a segment and sees what it costs and delivers."),
        ("Warn of under-delivery", "By Wednesday we know which campaigns will miss their target."),
    ),
    groundwork=GROUNDWORK,
    chapters=CHAPTERS,
    people=PEOPLE,
    sprints=8,
    goals=(
        "Raw viewing events arrive every day",
        "One household table that both disciplines trust",
        "First impressions for ten campaigns",
        "Segments that planners can name",
        "Cockpit in the hands of two planners",
        "Score every household overnight",
        "Two channels in the wild",
        "Pipeline runs in Northlight's data centre",
        "Hand-over to Northlight's operations team",
    ),
    releases=(
        (2, "Viewing events of yesterday, every morning"),
        (3, "The household table"),
        (4, "Reach of ten campaigns"),
        (5, "Cockpit for two planners"),
        (6, "Household scores overnight"),
        (7, "Segments on two channels"),
        (9, "The pipeline in Northlight's own hands"),
    ),
    metrics=(
        Metric(
            "incremental_value",
            "Bookings that name a segment",
            "%",
            0,
            50,
            "up",
            (
                Seen(4, 6, 2.0, 0, "Count in the booking system", "Weekly export"),
                Seen(5, 14, 2.5, 1, "Before and after the cockpit", "Weekly export"),
                Seen(7, 31, 3.0, 1, "Before and after the cockpit", "Weekly export"),
                Seen(8, 37, 3.0, 2, "Against the two channels without segments", "Booking system"),
            ),
        ),
        Metric(
            "time_to_market",
            "Days from campaign end to reach report",
            "days",
            12,
            1,
            "down",
            (
                Seen(3, 9, None, 1, "Median of ten campaigns", "Report log"),
                Seen(5, 3, None, 1, "Median of all campaigns", "Report log"),
                Seen(7, 1, None, 1, "Median of all campaigns", "Report log"),
            ),
        ),
        Metric(
            "cost_avoidance",
            "Panel licences bought",
            "regions",
            14,
            6,
            "down",
            (Seen(6, 11, None, 1, "Contracts renewed", "Purchasing"),),
        ),
        Metric(
            "goodwill",
            "Planners who would recommend it",
            "%",
            35,
            70,
            "up",
            (
                Seen(4, 48, 9.0, 0, "Survey of 27 planners", "Survey"),
                Seen(8, 66, 8.0, 0, "Survey of 31 planners", "Survey"),
            ),
        ),
    ),
    habits=Habits(
        commits=8,
        hours_a_point=5.3,
        spread=0.42,
        returns=0.06,
        handed_on=0.2,
        pairs=0.75,
        blocks=0.07,
        added=3,
        removed=1,
        silos=False,
        shows_each_other=True,
        pause=11.0,
        reopened=0.03,
    ),
    remarks={
        "science": (
            "Looked at a sample of 2,000 households: the effect is there, but half as big on weekdays.",
            "Numbers agree with the panel within two points now. Notebook is in the repository.",
            "I'd rather show the range here than a single figure, planners will read it as exact.",
            "Checked against last week's campaign: plausible, apart from the two regional channels.",
            "The field is empty for the old box model. Left those households out and noted it.",
            "Reviewed the query together. One join was doubling sessions at midnight; fixed.",
        ),
        "engineering": (
            "Runs in eleven minutes for a full day on the small cluster.",
            "Added a test with the broken file we got last Tuesday.",
            "Deployed to integration, watching the lag until tomorrow.",
            "Schema change is backwards compatible; old readers keep working.",
            "Costs about four euros a night, I've put the figure on the operations page.",
            "Split this: the alert can wait, the backfill can't.",
        ),
        "product": (
            "Shown to the planners today. They want regions before segments.",
            "Let's take this out of the sprint, the schedule correction is more urgent.",
            "Agreed with Claire: next-day figures are good enough for autumn.",
        ),
        "customer": (
            "This is what our planners asked for. When can the second team see it?",
            "The figures for the sports channel look low to us, could you check the late matches?",
            "Our operations people will join the next test.",
        ),
    },
    blockers=(
        ("Waiting for the customer's firewall change", "access"),
        ("The new ad schedule format isn't documented yet", "customer"),
        ("Needs legal's answer on retention", ""),
        ("Test data of the regional channels is missing", "data"),
    ),
    redated=(6, -28),
    confirmed=(8,),
    bodies={
        "Define an impression by seconds in view": """\
Media buyers pay for ads that were **seen**. Let's agree on one definition before anybody builds on it.

- [x] Collect the definitions in use (panel, sales house, ad server)
- [x] Compute reach for five campaigns under each of them
- [ ] Write down the one we use, and why

| definition | reach, campaign A | reach, campaign B |
|---|---|---|
| any second | 31.2 % | 12.9 % |
| two seconds | 28.4 % | 11.6 % |
| half of the spot | 24.9 % | 9.8 % |
""",
        "Do viewing rhythms separate households better than demographics?": """\
**Prediction:** segments by viewing rhythm explain at least 1.5 times as much of the response as age
and gender do.

**Holds from:** ratio of explained variance ≥ 1.5 on the hold-out month.

**Ends early if:** five days are over; then we stop, whatever came out.
""",
        "Deploy the pipeline into the customer's cluster": """\
Same code, their cluster. Their people press the buttons, ours watch.

1. Network paths and accounts, with their checklist
2. One day of data end to end
3. Both teams in one room for the first night

> No change on a Friday.
""",
        "Read the set-top-box event feed from the customer's bucket": """\
The feed is written every five minutes as `gzip` of JSON lines, about 40 GB a day.

```json
{"box": "a81f…", "at": "2026-01-12T19:03:11Z", "channel": 17, "event": "tune"}
```

Accept when a day arrives complete, twice the same file changes nothing, and a cut-off file is
reported with its name.
""",
        "Plan the hand-over with the operations team": """\
What they take over, when, and what they need from us until then.

- roles and phone numbers
- the five alarms that matter
- a rehearsal: we pull a plug, they put it back
""",
    },
    first_words={
        "Define an impression by seconds in view": """\
Media buyers pay for ads that were **seen**. Let's agree on one definition before anybody builds on it.

- [ ] Collect the definitions in use (panel, sales house)
- [ ] Compute reach for three campaigns under each of them

Two seconds is what most of them use, so let's take that.
""",
    },
)
