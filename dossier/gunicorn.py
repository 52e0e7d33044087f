"""How gunicorn serves the site: `gunicorn -c python:dossier.gunicorn dossier.wsgi`."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dossier.settings")

bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
# Only these may say that the reader came by HTTPS.
forwarded_allow_ips = os.environ.get("TRUSTED_PROXIES", "127.0.0.1,::1")
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
# The address and the passwords of a demonstration stay the last lines on the screen.
loglevel = "warning"
# gunicorn opens one control socket for each user of the machine, and a second site would find it taken.
control_socket_disable = True


def on_starting(master):
    """Hold the embedded database open for as long as the master lives, whatever becomes of its workers."""
    from django.conf import settings

    if folder := settings.DATABASES["default"].get("FOLDER"):
        from dossier.postgres.server import server

        server(folder).join()
