"""What people of any team say on a story; each case adds words of its own."""

COMMON = {
    "science": (
        "First look: the distribution has a long tail, medians from here on.",
        "Baseline first, then anything clever.",
        "I've written down the prediction before opening the test set.",
        "Feature importance is stable over three seeds.",
        "Result is inconclusive. That is an answer too: we stop here.",
        "The join loses 0.4 % of rows, I can live with that.",
        "Plot is in the notebook, second section.",
        "Could somebody of engineering look at the memory use before I scale this up?",
        "Confidence interval is wide with four weeks of data. Let's revisit in two.",
        "Refuted. Saves us a month.",
    ),
    "engineering": (
        "In review, small change, please look at the retry first.",
        "Integration environment is up to date with this.",
        "Took the simple way: one table, one index, no cache.",
        "Test covers the restart in the middle of a batch.",
        "Follow-up noted in the backlog, this one is good as it is.",
        "Measured before and after: 340 ms down to 90.",
        "Feature flag is off by default.",
        "Rolled out to one node, all quiet.",
        "The old job still runs beside it until Friday.",
        "Documented how to undo it.",
    ),
    "product": (
        "Acceptance is on the story now, three lines.",
        "Let's show this in the review with real figures.",
        "Smaller is fine, as long as it is in front of somebody this sprint.",
        "Talked to the users, notes are attached to the use case.",
    ),
    "customer": (
        "Looks right to me.",
        "Thank you, that was quick.",
        "We would like to be there when it goes live.",
    ),
}

CHECKED = (
    "Picked it up to check: doesn't match what I get here. Giving it back with an example.",
    "Back to you: works on the sample, fails on the full day.",
    "The interface changed since we talked, please adapt and send it again.",
    "I can't reproduce your result with the served data. Could you look?",
)
