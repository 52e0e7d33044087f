"""The addresses of a site in which something fails."""

import time

from django.db import OperationalError, connection
from django.http import HttpResponse
from django.urls import path

from dossier import urls


def fail(request):
    raise ValueError("a failure that nobody expected")


def wait_for_nothing(request):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '100ms'")
        cursor.execute("SELECT pg_sleep(10)")
    return HttpResponse(time.time())


def lose_the_database(request):
    raise OperationalError("the connection is lost")


handler500 = urls.handler500
urlpatterns = [
    path("fail/", fail),
    path("wait/", wait_for_nothing),
    path("lose/", lose_the_database),
    *urls.urlpatterns,
]
