import select

from django.db.backends.postgresql import base
from psycopg2.extensions import TRANSACTION_STATUS_INERROR

SAYS_SOMETHING = select.POLLIN | select.POLLHUP | select.POLLERR


class DatabaseWrapper(base.DatabaseWrapper):
    def is_usable(self):
        """Look at the socket instead of asking: an idle server says nothing but good-bye.

        Django asks SELECT 1 before each request that uses a kept connection, a round trip that
        costs the API's lists more than a tenth of their time.
        """
        if self.connection is None or self.connection.closed:
            return False
        if self.connection.info.transaction_status == TRANSACTION_STATUS_INERROR:
            return False
        socket = select.poll()
        socket.register(self.connection.fileno(), SAYS_SOMETHING)
        return not socket.poll(0)
