"""Accounts of the desk, and the codes that an app of theirs would show."""

import base64
import hashlib
import hmac
import struct
import time

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, User

PASSWORD = "correct horse battery"
SECRET = base64.b32encode(b"twenty bytes, no more").decode()


def member(role="Editor", **values):
    user = User.objects.create_user(values.pop("username", role.lower()), password=PASSWORD, is_staff=True, **values)
    user.groups.set(Group.objects.filter(name=role))
    return user


def code_of(secret, steps=0):
    """What an app shows now, or half a minute later for each step: RFC 6238, written down once more."""
    counter = struct.pack(">Q", int(time.time()) // 30 + steps)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(int.from_bytes(digest[start : start + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06}"


def give_app(user, secret=SECRET):
    data = {"secret": get_adapter().encrypt(secret)}
    return Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data=data)


def give_recovery_codes(user):
    data = {"seed": get_adapter().encrypt("a seed"), "used_mask": 0}
    codes = Authenticator.objects.create(user=user, type=Authenticator.Type.RECOVERY_CODES, data=data)
    return codes.wrap().generate_codes()


def log_in(client, user, next="", password=PASSWORD, **extra):
    """The first step, as a browser posts it."""
    sent = {"username": user.username, "password": password, "next": next}
    return client.post("/admin/login/", sent, **extra)


def is_in(client):
    """Whether the desk opens."""
    return client.get("/admin/").status_code == 200
