"""What waits for what in the three cases: the title of a story, and that of the one it needs."""

NEEDS = {
    "TV": (
        (
            "Join viewing sessions with the subscriber master",
            "Read the set-top-box event feed from the customer's bucket",
        ),
        ("Build the daily household table", "Split households from devices"),
        (
            "Sample one percent of households for modelling",
            "Pseudonymise household ids with a rotating salt",
        ),
        (
            "Serve reach by campaign in under a second",
            "Deduplicate reach across boxes of a household",
        ),
        ("Frequency distribution per campaign", "Match the ad schedule against sessions"),
        (
            "Score every household against the segments each night",
            "Cluster households by viewing rhythm",
        ),
        ("Export segments to the ad server", "Name the segments together with the planners"),
        ("Lookalike audience from a seed list", "Feature store for household features"),
        ("Compare a campaign with its forecast", "Cockpit: reach and frequency of a campaign"),
        (
            "Test in the wild: two channels for two weeks",
            "Deploy the pipeline into the customer's cluster",
        ),
        ("Watch model quality in production", "Dashboards of lag, volume and cost"),
    ),
    "SENT": (
        (
            "Filter spam before anything is counted",
            "How much of the stream is spam or bought praise?",
        ),
        (
            "Serve the multilingual model behind one call",
            "Baseline: one multilingual model for all",
        ),
        (
            "Run aspect model in the stream",
            "Aspect of a comment: price, taste, packaging, delivery",
        ),
        ("Score comments within a minute of arrival", "Publish comments as they are collected"),
        ("Check that scores didn't move with the ingest", "Run old and new ingest side by side"),
        ("Show the comments behind a figure", "Dashboard: sentiment by market and product"),
        ("Quality report per market", "Roll out to eleven markets"),
    ),
    "GAME": (
        ("Sessions from events, with late arrivals", "Stream events by player into the log"),
        ("Features from the stream, the same as in training", "First hundred features of a player"),
        ("Point-in-time joins for training sets", "Training saw the future in three features"),
        ("Serve churn scores in real time", "Baseline model of churn"),
        ("Re-train weekly, with a gate on quality", "Calibrate the score per platform"),
        ("Bandit for offers, with a floor on exploration", "Decision service: show, wait or never"),
        (
            "Test in the wild: one game, ten percent of players",
            "Log every decision with its inputs",
        ),
        ("Fall back to a rule when the model is late", "Serve decisions in three regions"),
        ("Rehearsal with recorded traffic at five times speed", "Capacity plan for launch day"),
    ),
}
