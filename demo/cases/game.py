"""A gaming company's event pipeline: a strong team that takes on more than it can finish."""

# ruff: noqa: E501  prose reads better unbroken

from base.roles import Role
from demo.case import Case, Chapter, Habits, Metric, Person, Seen

PEOPLE = (
    Person("Kofi Mensah", "product", Role.LEAD, zone="Africa/Accra"),
    Person("Elena Brandt", "science", zone="Europe/Berlin"),
    Person("Marcus Lee", "science", zone="America/Los_Angeles"),
    Person("Ravi Menon", "science", joins_in=2, zone="Asia/Kolkata"),
    Person("Viktor Sahlin", "engineering", zone="Europe/Stockholm"),
    Person("Amara Diallo", "engineering", zone="Europe/Paris"),
    Person("Tess O'Connor", "engineering", zone="Europe/Dublin"),
    Person("Hugo Reyes", "engineering", joins_in=5, zone="Europe/Madrid"),
    Person("Bianca Rossi", "customer", Role.GUEST, zone="Europe/Rome"),
)

CHAPTERS = (
    Chapter(
        "Every event, in real time",
        "From the game client to a queryable event in seconds, at launch-day volume.",
        0,
        6,
        ("ingest", "streaming"),
        """
        e5 Event gateway that accepts a batch from the game client
        e3 Sign batches so that cheaters can't invent events
        e5 Stream events by player into the log
        e3 Schema registry with compatibility checks
        es3 Agree on the first forty event types
        e5 Sessions from events, with late arrivals
        e2! Gateway answers 500 to an empty batch
        e3 Dead letters with a way to replay them
        s2 Which events does modelling need, which not?
        e5 Load test with 200,000 events a second
        e3 Back-pressure that reaches the client
        e3! Clock of old consoles is hours off
        e2 Cost per million events on the dashboard
        e3 Encrypt player ids at rest
        e5 Exactly-once into the warehouse
        e2~ Retire the log shipper
        e3 Region failover without losing a session
        es3 Sampling that keeps whole sessions
        e3! Duplicate events after a client crash
        e2 Alert on silence per platform
        e5 Query yesterday's events in under ten seconds
        p2 Data contract with the three studios
        """,
    ),
    Chapter(
        "Know the player",
        "Features of a player that are right now, and the same in training and serving.",
        1,
        8,
        ("features",),
        """
        s3 First hundred features of a player
        se5 Features from the stream, the same as in training
        e3 Look up a player's features in five milliseconds
        s3d How long does a player's style stay the same?
        s2 Skill estimate from match results
        e3 Backfill features for two years
        s3! Training saw the future in three features
        e3 Point-in-time joins for training sets
        s3 Group players by how they play
        se3 Monitor features for drift
        e2! Lookup is slow for guilds of a thousand
        s2 Document each feature with its owner team
        e3 Expire features of players who left
        s3 Households and shared consoles
        e2 Delete a player on request, everywhere
        s3d Do chat-free signals suffice for toxicity?
        se3 Social graph features, nightly
        e3 Feature store in the second region
        """,
    ),
    Chapter(
        "Who is about to leave",
        "Predict churn early enough to do something about it.",
        2,
        9,
        ("modelling", "churn"),
        """
        s5 Define churn for weekly and for seasonal players
        s5 Baseline model of churn
        s4d Does the first hour predict the first month?
        se5 Serve churn scores in real time
        s3 What would have happened anyway? A hold-out group
        s3 Calibrate the score per platform
        e3 Re-train weekly, with a gate on quality
        s3! Score jumps after a patch day
        se3 Reasons behind a score, in five words
        s5 Uplift model: whom does an offer help?
        e3 Roll back a model within a minute
        s3d Sequence model against the gradient booster
        s2 Compare churn across the three studios
        p2 Agree with studios on what we do with the score
        e3 Shadow run on the second game
        s3 Fairness by region and price tier
        e2! Scores missing for players without a session
        s3 Early warning per cohort for game designers
        """,
    ),
    Chapter(
        "The right ad at the right moment",
        "Target ads exactly when they help and never in the middle of a fight.",
        3,
        11,
        ("targeting", "ads"),
        """
        s3 Moments in a session that can bear an ad
        se5 Detect a pause within two seconds
        e5 Decision service: show, wait or never
        s5 Bandit for offers, with a floor on exploration
        e3 Frequency cap per player and day
        p2 Rules no model may break, with the studios
        s3d Do ads after a loss cost sessions?
        e3 Log every decision with its inputs
        se5 Test in the wild: one game, ten percent of players
        e3! Ad shown during the boss fight
        s3 Measure value per thousand moments
        e3 Studio console: switch off a placement
        s3 Guardrail: session length must not fall
        e5 Serve decisions in three regions
        e2 Preview of an offer for studio staff
        s5 Long-term effect of ads on retention
        se3 Fall back to a rule when the model is late
        e3! Cap resets at midnight of the wrong zone
        p1 Explain targeting in the privacy notice
        e3 Second ad network behind the same call
        s3 Price of a moment, by auction pressure
        """,
    ),
    Chapter(
        "Launch day",
        "The new title ships; the pipeline doesn't notice.",
        5,
        13,
        ("launch", "operations"),
        """
        e5 Capacity plan for launch day
        e3 Rehearsal with recorded traffic at five times speed
        p2 Launch checklist with the studio
        e3 Runbook: what to switch off first
        s3 Live dashboard for the launch room
        e2~ Freeze of dependencies
        e3 Alarm fatigue: from forty alarms to eight
        s3 Predict launch-week volume from pre-orders
        e5 Autoscaling that is faster than players
        e2! Dashboard hides the last minute
        se3 Anomaly alert on revenue events
        e3 Status page for studios
        p2 Post-launch review with all studios
        e3 Chaos test: kill a broker at noon
        s2 Weekly letter with three findings
        e3 Reserve instances for the season
        s3 What did launch players do differently?
        e3 Archive of the first season
        s5 Season-two forecast of players by region
        e3 Move the gateway to the new load balancer
        e3 Client library for the mobile spin-off
        s3 Recommend a friend to play with
        p2 Roadmap workshop for season two
        e2 Clean up feature flags of the launch
        """,
        follows=("Every event, in real time",),
    ),
)

CASE = Case(
    key="GAME",
    name="Live player signals",
    team="Respawn",
    customer="Velvet Anvil Studios",
    goal="Know what every player is doing right now, foresee who is about to leave, and show an offer"
    " at exactly the right moment, in time for the launch of the new title.",
    end_point="Three games send every event through one pipeline; churn scores and offer decisions are"
    " served in real time in three regions, and studios switch placements on and off themselves.",
    success="Fewer players leave in their first month, offers earn more per player, and sessions don't"
    " get shorter.",
    use_cases=(
        ("See the game live", "A designer sees what players do within ten seconds."),
        ("Keep a player", "Offer help or a gift to those whom it keeps, and nobody else."),
        ("Offer at the right moment", "An ad in a pause, never in a fight."),
    ),
    chapters=CHAPTERS,
    people=PEOPLE,
    sprints=8,
    goals=(
        "First events from the test client",
        "Forty event types, one schema",
        "200,000 events a second",
        "Features from the stream",
        "Churn baseline in production",
        "Decision service, everything logged",
        "One game in the wild",
        "Three regions, launch rehearsal",
        "Ready for launch day",
        "Launch of the new title",
        "After the launch: what players did",
    ),
    metrics=(
        Metric(
            "incremental_value",
            "Offer revenue per thousand players",
            "€",
            41,
            55,
            "up",
            (
                Seen(6, 42, 1.8, 3, "Ten percent of players against the rest", "Experiment log"),
                Seen(7, 46, 1.2, 4, "Randomised hold-out", "Experiment log"),
                Seen(8, 47, 1.1, 4, "Randomised hold-out", "Experiment log"),
            ),
        ),
        Metric(
            "goodwill",
            "Players who stay through month one",
            "%",
            38,
            42,
            "up",
            (
                Seen(6, 38.4, 0.5, 4, "Randomised hold-out", "Experiment log"),
                Seen(8, 39.1, 0.4, 4, "Randomised hold-out", "Experiment log"),
            ),
        ),
        Metric(
            "time_to_market",
            "Days to add an event type",
            "days",
            15,
            2,
            "down",
            (
                Seen(3, 9, None, 1, "Median of five requests", "Request log"),
                Seen(6, 4, None, 1, "Median of eleven requests", "Request log"),
                Seen(8, 3, None, 1, "Median of nine requests", "Request log"),
            ),
        ),
        Metric(
            "viable_implementation",
            "Cost per million events",
            "€",
            2.4,
            0.9,
            "down",
            (
                Seen(4, 1.9, None, 1, "Invoice divided by volume", "Cloud invoice"),
                Seen(8, 1.3, None, 1, "Invoice divided by volume", "Cloud invoice"),
            ),
        ),
    ),
    habits=Habits(
        commits=15,
        hours_a_point=7.4,
        spread=0.5,
        returns=0.08,
        handed_on=0.15,
        pairs=0.2,
        blocks=0.09,
        added=1,
        removed=0,
        silos=False,
        pause=10.0,
        reopened=0.03,
        plans_ahead=True,
    ),
    remarks={
        "science": (
            "Hold-out group is drawn. Please nobody touch the seed.",
            "The jump is the patch, not the players. Masking patch days for now.",
            "AUC 0.81 on last month, 0.79 on this one. Good enough to try.",
            "Effect on session length: −0.4 % (−1.1 to +0.3). Guardrail holds.",
            "I won't get to this before Thursday, the drift alert comes first.",
        ),
        "engineering": (
            "Peak of 210,000 a second on the test rig, lag under two seconds.",
            "We have three more of these open, could somebody take one?",
            "Merged. The old path stays until Monday.",
            "Found it: consoles send local time without a zone.",
            "Needs another day, the region switch lost a session in one of fifty runs.",
            "Canary is green, rolling out to the rest tonight.",
        ),
        "product": (
            "The studio wants it for the launch build. I said we'd try.",
            "I know it's a lot for one sprint. Let's see how far we get.",
            "Studios are happy with the console. One switch less to ask us for.",
        ),
        "customer": (
            "Our designers look at this every morning now.",
            "Please no experiments in launch week.",
            "Can we have the same for the mobile title?",
        ),
    },
    blockers=(
        ("Waiting for the studio's client build", "customer"),
        ("Console certification takes another week", "customer"),
        ("Blocked by the schema registry outage", "environment"),
        ("Needs a decision on consent in two countries", ""),
    ),
    redated=(5, 28),
    bodies={
        "Load test with 200,000 events a second": """\
Launch day of the last title peaked at **140,000 events a second**. We test with 200,000 for an hour.

- [x] recorded traffic, players renamed
- [x] a second rig, so that the test doesn't test itself
- [ ] kill a broker in the middle

Pass: nothing lost, p99 to the log below two seconds.
""",
        "Test in the wild: one game, ten percent of players": """\
| | |
|---|---|
| environment | live, the puzzle game |
| population | 10 % of players, by hash |
| guardrail | median session length − 2 % |
| rollback | the placement switch, under a minute |

Both disciplines watch the first evening together.
""",
        "Does the first hour predict the first month?": """\
**Prediction:** AUC ≥ 0.75 from the first hour alone.

**Why it matters:** after the first hour we can still help; after a week they are gone.

**Ends early if:** four days are over.
""",
        "Rules no model may break, with the studios": """\
1. No offer in a fight, a cut scene or a lost match.
2. Never more than three a day.
3. Nothing for players under the age of consent.

A rule beats every model. Rules live in code that studios can read.
""",
    },
    first_words={
        "Load test with 200,000 events a second": """\
Launch day of the last title peaked at **140,000 events a second**. We test with 200,000 for ten minutes.

- [ ] recorded traffic
- [ ] kill a broker in the middle

Pass: nothing lost.
""",
    },
)
