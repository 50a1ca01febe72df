"""Several people at the same moment."""

from threading import Barrier, Thread

from django.db import connection

from base.refusals import Refused


def together(read, *verbs):
    """Let each verb be done to what `read` returns, in a thread of its own; return the refusals."""
    barrier, refused = Barrier(len(verbs)), []

    def do(verb):
        mine = read()
        barrier.wait()
        try:
            verb(mine)
        except Refused as refusal:
            refused.append(refusal)
        finally:
            connection.close()

    threads = [Thread(target=do, args=[verb]) for verb in verbs]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return refused
