"""Django's PostgreSQL backend, with a server that is started on demand."""

import psycopg
from django.db.backends.postgresql import base

from .server import server


class DatabaseWrapper(base.DatabaseWrapper):
    @property
    def _server(self):
        return server(self.settings_dict["FOLDER"])

    def get_connection_params(self):
        self.settings_dict["HOST"] = str(self._server.socket_folder)
        self.settings_dict["USER"] = "postgres"
        return super().get_connection_params()

    def get_new_connection(self, conn_params):
        try:
            if self._server.joined:
                self._server.shorten_log()
                return super().get_new_connection(conn_params)
        except psycopg.OperationalError:
            # The server may have been killed, or have no connection left. join() checks, and starts it if it is gone.
            pass
        self._server.join()
        return super().get_new_connection(conn_params)
