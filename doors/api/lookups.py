"""A column of the row that a foreign key points to."""

from django.db.models import F, Func


class LookUp(Func):
    """Looked up for each row of the page instead of joined.

    A story's names would be six joins more, and PostgreSQL was seen to plan those for longer
    (5 to 7 ms) than it takes to read a hundred rows with lookups (2 ms, planned in under 1).
    """

    template = "(SELECT its.%(column)s FROM %(table)s its WHERE its.%(key)s = %(expressions)s)"

    def __init__(self, model, link, name):
        to = model._meta.get_field(link).related_model._meta
        column = to.get_field(name)
        super().__init__(
            F(f"{link}_id"),
            table=f'"{to.db_table}"',
            column=f'"{column.column}"',
            key=f'"{to.pk.column}"',
            output_field=column.clone(),
        )
