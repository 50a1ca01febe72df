"""Where the jobs of these tests leave their effect; nothing there would refuse a second one."""

MAKE_MARKS = "CREATE TABLE durability_mark (number integer, part text)"
DROP_MARKS = "DROP TABLE IF EXISTS durability_mark"
LEAVE_MARK = "INSERT INTO durability_mark VALUES (%s, %s)"
COUNT_MARKS = "SELECT number, part, count(*) FROM durability_mark GROUP BY number, part"
