"""What libraries keep private and this project uses: named here, and each as it was when the project was written.

A library may change such a part in any release. The tests here fail first, and say what else would.
"""

import ast
import importlib
import inspect
import pkgutil
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.module_loading import import_string

OURS = ("dossier", "sources", "treaties")
# By its path: its parameters (or its type), and what breaks where it changes.
PRIVATE = {
    "django.forms.forms.BaseForm._clean_fields": ("self", "editing/forms/merging.py: edits are merged in it"),
    "django.forms.models.BaseModelFormSet._existing_object": ("self pk", "editing/forms/inlines.py: deleted records"),
    "django.forms.models.BaseModelFormSet._construct_form": ("self i kwargs", "it calls _existing_object"),
    "django.contrib.admin.options.ModelAdmin._get_obj_does_not_exist_redirect": (
        "self request opts object_id",
        "editing/forms/saving.py: what was typed on the form of a deleted record is shown again",
    ),
    "django.contrib.admin.site._registry": ("dict", "editing/forms/kept_texts.py: which model a form was for"),
    "django.db.models.base.ModelState.fields_cache": (
        "ModelStateFieldsCacheDescriptor",
        "editing/forms/formfields.py: labels of lookups without a query",
    ),
    "modeltranslation.admin.TranslationBaseModelAdmin._get_declared_fieldsets": (
        "self request obj",
        "editing/forms/inlines.py: fields of inlines in every language",
    ),
    "modeltranslation.admin.TranslationBaseModelAdmin._get_form_or_formset": (
        "self request obj kwargs",
        "editing/forms/inlines.py: fields of inlines in every language",
    ),
    "allauth.account.internal.flows.login.perform_password_login": (
        "request credentials login",
        "accounts/login.py: the login at /admin/login/",
    ),
    "allauth.core.internal.cryptokit.normalize_user_code": ("code", "accounts/second_factor.py: codes as typed"),
    "allauth.mfa.totp.internal.auth.format_hotp_value": ("value", "accounts/second_factor.py: no code is used twice"),
    "allauth.mfa.totp.internal.auth.hotp_value": ("secret counter", "accounts/second_factor.py: no code is used twice"),
    "allauth.mfa.adapter.DefaultMFAAdapter._get_user_identifier": ("self user", "accounts/second_factor.py"),
    "allauth.mfa.adapter.DefaultMFAAdapter._get_site_name": ("self", "accounts/second_factor.py"),
    "urllib3.connection.HTTPConnection._new_conn": (
        "self",
        "sources/links/asking.py: only allowed addresses",
    ),
    "gunicorn.workers.gthread.ThreadWorker.accept": ("self listener", "dossier/gunicorn.py: slow clients"),
    "gunicorn.workers.gthread.ThreadWorker.handle": ("self conn", "dossier/gunicorn.py: deadlines of requests"),
    "gunicorn.workers.gthread.ThreadWorker.on_client_socket_readable": ("self conn client", "dossier/gunicorn.py"),
    "gunicorn.workers.gthread.ThreadWorker.on_pending_socket_readable": ("self conn client", "dossier/gunicorn.py"),
    "gunicorn.workers.gthread.ThreadWorker.finish_request": ("self conn fs", "dossier/gunicorn.py"),
    "gunicorn.workers.gthread.ThreadWorker.murder_pending": ("self", "dossier/gunicorn.py"),
    "gunicorn.util.write_error": ("sock status_int reason mesg", "dossier/gunicorn.py: too large a head"),
}
# Django documents these, in spite of their names.
DOCUMENTED = {"_meta", "_state", "_base_manager", "_default_manager"}


def modules():
    for package in map(importlib.import_module, OURS):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".migrations" not in module.name and module.name != "dossier.wsgi":
                yield importlib.import_module(module.name)


def trees():
    for folder in OURS:
        for path in sorted(Path(settings.BASE_DIR, folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path, ast.parse(path.read_text())


def is_private(name):
    # Enumerations have names such as _member_map_ of their own.
    return name.startswith("_") and not name.endswith("_")


def known():
    return {path.rpartition(".")[2] for path in PRIVATE}


def shape(part):
    return " ".join(inspect.signature(part).parameters) if callable(part) else type(part).__name__


def named(path):
    """What a path names: in a module, of a class, or of an object in a module."""
    owner, _dot, name = path.rpartition(".")
    try:
        return import_string(path)
    except ImportError:
        of = import_string(owner)
        return inspect.getattr_static(of, name) if inspect.isclass(of) else getattr(of, name)


@pytest.mark.parametrize("path", PRIVATE)
def test_private_part_is_as_it_was(path):
    expected, what_breaks = PRIVATE[path]

    assert shape(named(path)) == expected, what_breaks


def test_every_private_method_that_ours_override_is_named():
    overridden = {
        f"{owner.__module__}.{owner.__name__}.{name}"
        for module in modules()
        for ours in vars(module).values()
        if inspect.isclass(ours) and ours.__module__.split(".")[0] in OURS
        for name, value in vars(ours).items()
        if is_private(name) and inspect.isfunction(value)
        for owner in ours.__mro__[1:]
        if owner.__module__.split(".")[0] not in OURS and name in vars(owner)
    }

    assert overridden <= set(PRIVATE)


def test_every_private_name_that_ours_read_is_named():
    read, ours = {}, set()
    for path, tree in trees():
        for node in ast.walk(tree):
            match node:
                case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                    ours.add(name)
                case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                    ours.add(name)
                case ast.Attribute(attr=name) if is_private(name):
                    read.setdefault(name, path.name)
    unknown = {name: path for name, path in read.items() if name not in ours | DOCUMENTED | known()}

    assert unknown == {}


def test_every_import_of_what_a_library_calls_internal_is_named():
    imported = {
        f"{node.module}.{alias.name}"
        for _path, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module and not node.level
        for alias in node.names
        if node.module.split(".")[0] not in OURS and (".internal" in node.module or is_private(alias.name))
    }

    assert imported <= set(PRIVATE)
