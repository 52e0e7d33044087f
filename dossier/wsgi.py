import os

from django.core.wsgi import get_wsgi_application
from django.db.backends.signals import connection_created

from dossier.postgres.limits import limit_waits

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dossier.settings")
connection_created.connect(limit_waits)
application = get_wsgi_application()
