"""Sending what the table of routes knows, and the operations of the description behind it."""

from django.db import transaction

from tests.api.test_every_route import ROUTES, address_of, body_of
from web.api.schema import operation_id


def operation_of(route):
    """The id that the description gives to what answers this route."""
    callback = ROUTES[route].callback
    action = callback.actions[route.partition(" ")[0].lower()]
    return operation_id(callback.initkwargs.get("basename"), action)


def send(client, route, rows, body=None, query=None):
    """Ask, and give back what was sent and what was answered."""
    method = route.partition(" ")[0].lower()
    path = address_of(ROUTES[route], rows)
    if method == "get":
        return None, client.get(path, query)
    if method == "delete":
        return None, client.delete(path)
    sent = body_of(route, rows) if body is None else body
    return sent, client.send(method.upper(), path, sent, if_match="*")


def send_and_forget(client, route, rows, **options):
    """The same, without a trace in the database."""
    with transaction.atomic():
        sent, answer = send(client, route, rows, **options)
        transaction.set_rollback(True)
    return sent, answer
