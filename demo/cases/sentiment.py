"""A global brand's comment sentiment: work goes to and fro, and knowledge sits with few."""

# ruff: noqa: E501  prose reads better unbroken

from base.roles import Role
from demo.case import Case, Chapter, Habits, Metric, Person, Seen

PEOPLE = (
    Person("Rafael Souto", "science", Role.LEAD, zone="America/Sao_Paulo"),
    Person("Yuki Tanabe", "science", zone="Asia/Tokyo"),
    Person("Anneke de Boer", "science", zone="Europe/Amsterdam"),
    Person("Dmitri Lund", "engineering", zone="Europe/Stockholm"),
    Person("Grace Achieng", "engineering", zone="Africa/Nairobi"),
    Person("Noor Aziz", "product", capacity=0.6, zone="Europe/London"),
    Person("Helen Park", "customer", Role.GUEST, zone="America/New_York"),
)

CHAPTERS = (
    Chapter(
        "Listen everywhere",
        "Comments from shops, forums and social feeds in one stream.",
        0,
        4,
        ("ingest",),
        """
        e5 Collect product comments from the brand's own shops
        e3 Collect comments from the three largest marketplaces
        e3 Normalise languages, emoji and encodings
        es3 Detect the language of a comment
        e2! Comments with right-to-left text arrive cut off
        s3d How much of the stream is spam or bought praise?
        se5 Filter spam before anything is counted
        e3 Map comments to products and variants
        e5 Deduplicate reposts across sources
        p2 Agree with legal on what we may store
        e2 Forget a comment when its author deletes it
        s2 Sample a thousand comments per language for labelling
        e3! Marketplace paging loses the last page
        e1~ Upgrade the collectors' base image
        """,
    ),
    Chapter(
        "Understand six languages",
        "Sentiment that a native speaker agrees with, per language.",
        0,
        9,
        ("modelling", "languages"),
        """
        s5 Labelling guide with examples that are hard on purpose
        s3 Measure how far two native speakers agree
        s5 Baseline: one multilingual model for all
        s4d Does a model per language beat the multilingual one for Japanese?
        se5 Serve the multilingual model behind one call
        s3 Irony and understatement in British comments
        s5 Fine-tune for Japanese honorifics
        s3d Can translated labels replace native ones for Portuguese?
        se3 Return the score with its uncertainty
        s3! Negations flip the score in German
        s5 Aspect of a comment: price, taste, packaging, delivery
        se5 Run aspect model in the stream
        s3 Evaluate on comments of the newest launch
        e3 Batch inference on spare capacity at night
        s2 Error analysis: the fifty worst per language
        s3 Calibrate scores so that 70 % means 70 %
        s3d Do emoji alone predict the rating?
        se3 Short comments: when to say “unclear”
        s5 Add Turkish and Polish
        """,
    ),
    Chapter(
        "Change the streaming ingest",
        "From nightly files to minutes; planned for eight weeks.",
        2,
        5,
        ("streaming", "ingest"),
        """
        e5 Design of the new ingest: topics, keys, order
        e5 Publish comments as they are collected
        es3 Agree on the event schema with science
        e3 Replay a day of comments without doubles
        e3 Run old and new ingest side by side
        se3 Score comments within a minute of arrival
        e2! Consumer stops on an empty comment
        e3 Compare counts of both ingests per source and hour
        e2 Switch the dashboards to the stream
        e2~ Retire the nightly files
        s2 Check that scores didn't move with the ingest
        e3 Back-pressure when a marketplace sends a flood
        """,
    ),
    Chapter(
        "What people talk about",
        "Topics and early warnings for brand managers.",
        3,
        9,
        ("dashboard", "topics"),
        """
        p2 Workshop with brand managers in two markets
        s5 Find topics per product line
        e5 Dashboard: sentiment by market and product
        se3 Show the comments behind a figure
        s3 Alert when sentiment drops beyond its usual range
        e3 Drill down from market to a single comment
        s3d Do topics predict next month's returns?
        e3 Access by market, with the brand's directory
        se5 Compare a launch with the three before it
        e2! Alert fires twice after a restart
        p1 Names for topics that a brand manager would use
        e3 Weekly digest in six languages
        s3 Quiet markets: pool them or say nothing?
        es3 Let a manager correct a wrong score
        e2 Keep a manager's filters
        s3 Learn from managers' corrections
        """,
    ),
    Chapter(
        "In the wild",
        "Two markets, then all; together with the brand's own team.",
        5,
        11,
        ("trial", "operations"),
        """
        se5 Trial in Brazil: four weeks beside the old report
        e3 Runbook and alarms for the stream
        e3 Cost per million comments, on the wall
        s3 Watch drift per language
        p2 Collect what brand managers did with the alerts
        e5 Roll out to eleven markets
        s3 Quality report per market
        e3 Disaster rehearsal: lose a data centre
        se3 Trial in Japan with native reviewers
        e2~ Delete the old report's servers
        s3d Is a smaller model good enough at a third of the cost?
        e3 Quotas so that one market can't starve the rest
        p1 Hand-over plan for the brand's data team
        e3 Audit log of who read which comments
        s5 Explain a score in plain words
        e3 Public figures page for the annual report
        s3 Sentiment of images without text
        p2 Training for the second wave of markets
        e2! Digest shows yesterday's date in Tokyo
        s2 Publish the labelling guide inside the brand
        """,
        follows=("Change the streaming ingest",),
    ),
)

CASE = Case(
    key="SENT",
    name="Voice of the customer",
    team="Babel",
    customer="Ardenne Foods",
    goal="Hear within the hour, in every market, what people say about our products, and act on it"
    " before the quarter's figures tell us.",
    end_point="Brand managers in eleven markets see sentiment and topics of their products within"
    " minutes, in six languages, with the comments behind every figure; Ardenne's data team runs it.",
    success="A packaging or quality problem is noticed within two days instead of six weeks, in every"
    " market, and native speakers agree with eight of ten scores.",
    use_cases=(
        ("Notice a problem early", "Sentiment of a product falls out of its usual range: say so."),
        ("Compare a launch", "The first four weeks of a launch beside the three before it."),
        ("Answer in their language", "Show the comments that matter to those who can answer them."),
        ("Learn from corrections", "A manager who disagrees with a score teaches the model."),
    ),
    chapters=CHAPTERS,
    people=PEOPLE,
    sprints=7,
    goals=(
        "Comments of our own shops arrive",
        "A baseline in six languages",
        "Ingest: the new way side by side with the old",
        "Switch to the stream",
        "First dashboard for two markets",
        "Aspects and topics",
        "Brazil in the wild",
        "Japan, with native reviewers",
    ),
    metrics=(
        Metric(
            "time_to_market",
            "Weeks to change the streaming ingest",
            "weeks",
            8,
            3,
            "down",
            (Seen(4, 3, None, 1, "Calendar weeks from design to switch", "Sprint history"),),
        ),
        Metric(
            "brand_benefit",
            "Days until a quality problem is noticed",
            "days",
            42,
            2,
            "down",
            (
                Seen(4, 30, 8.0, 0, "Three past incidents, replayed", "Incident log"),
                Seen(6, 11, 4.0, 1, "Two incidents in Brazil", "Incident log"),
                Seen(7, 12, 5.0, 1, "Three incidents in Brazil", "Incident log"),
            ),
        ),
        Metric(
            "viable_implementation",
            "Cost per million comments",
            "€",
            410,
            150,
            "down",
            (
                Seen(3, 395, None, 1, "Invoice divided by volume", "Cloud invoice"),
                Seen(5, 260, None, 1, "Invoice divided by volume", "Cloud invoice"),
                Seen(7, 275, None, 1, "Invoice divided by volume", "Cloud invoice"),
            ),
        ),
        Metric(
            "incremental_value",
            "Scores a native speaker agrees with",
            "%",
            61,
            80,
            "up",
            (
                Seen(2, 66, 1.5, 2, "1,000 comments a language, two readers", "Labelling tool"),
                Seen(5, 73, 1.4, 2, "1,000 comments a language, two readers", "Labelling tool"),
                Seen(7, 72, 1.4, 2, "1,000 comments a language, two readers", "Labelling tool"),
            ),
        ),
    ),
    habits=Habits(
        commits=10,
        hours_a_point=5.4,
        spread=0.6,
        returns=0.38,
        handed_on=0.35,
        pairs=0.08,
        blocks=0.12,
        added=1,
        removed=1,
        silos=True,
        pause=5.0,
        reopened=0.05,
        stuck=2,
    ),
    remarks={
        "science": (
            "Recall for Portuguese is down four points in the served model. Same input, other result?",
            "Sent back: the tokeniser in production isn't the one we trained with.",
            "Agreement of the two readers is 0.71, so 80 % is close to what is possible at all.",
            "The score is right, the comment is ironic. Leaving it as a known limit.",
            "Could I get the raw text along with the score? I can't check it otherwise.",
            "Only I know this notebook, I should show it to somebody.",
        ),
        "engineering": (
            "The model needs 9 GB, the node has 8. Back to you, please have a look at the batch size.",
            "Serving works. I can't tell whether the scores make sense, please check.",
            "Replayed the whole of Tuesday: no doubles, no gaps.",
            "Which Python does this notebook expect? It doesn't run on the worker.",
            "Counts of both ingests agree to the comment since Thursday.",
            "Back-pressure holds at 4,000 comments a second.",
        ),
        "product": (
            "Brand managers read the comments, not the curve. Let's put them first.",
            "Two markets want this before the launch in spring.",
            "We decided this twice now. I've written it down on the use case.",
        ),
        "customer": (
            "The Brazilian team noticed the cap problem with this. Thank you!",
            "Why did the score change for last week? We had reported it already.",
            "Could the digest come before nine in the morning?",
        ),
    },
    blockers=(
        ("Waiting for labels of the Japanese readers", "data"),
        ("GPU quota not granted yet", "access"),
        ("Marketplace changed its terms, legal is reading", ""),
        ("Needs the tokeniser fix of another story", "discipline"),
        ("The customer's data team is at the fair this week", "customer"),
    ),
    bodies={
        "Design of the new ingest: topics, keys, order": """\
Today files arrive at night, and a change of format takes weeks. We want comments within a minute.

- key = source + comment id, so an edit follows its original
- replay must be safe: twice the same comment changes nothing
- old and new run side by side until the counts agree for five days

**Planned: eight weeks.** Let's cut it into things that work on their own.
""",
        "Does a model per language beat the multilingual one for Japanese?": """\
**Prediction:** macro-F1 of the Japanese model is at least 3 points higher.

**Ends early if:** four days are over, or as soon as a hundred errors show that labels are the limit.
""",
        "Trial in Brazil: four weeks beside the old report": """\
- population: all comments of the three coffee lines in Brazil
- guardrail: no alert more than twice a day per product
- rollback: switch the digest off; the old report goes on
- [ ] before: four weeks of the old report
- [ ] after: four weeks with alerts
""",
        "Labelling guide with examples that are hard on purpose": """\
What would *you* say about these?

1. “Well, it exists.”
2. “Not bad at all 🙃”
3. “My cat loves the box.”

Readers label first, then talk. We keep the disagreements.
""",
    },
    first_words={
        "Design of the new ingest: topics, keys, order": """\
Today files arrive at night, and a change of format takes weeks. We want comments within an hour.

- key = comment id
- replay must be safe: twice the same comment changes nothing

**Planned: twelve weeks.**
""",
    },
)
