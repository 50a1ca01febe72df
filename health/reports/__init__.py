"""How a report is made: read the facts once, measure each signal, write the same bytes again."""
