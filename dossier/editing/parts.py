"""Parts of an admin: classes that add pages, templates and template variables to it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import URLPattern, path


class Part:
    """Something that an admin offers besides its form. An admin lists these classes in `parts` and instantiates them.

    `above` and `below` name templates that are rendered above and below the fields of the form.
    """

    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()

    def __init__(self, admin: Any):
        self.admin = admin

    def urls(self) -> list[URLPattern]:
        """The URL patterns of its pages, relative to the changelist."""
        return []

    def on_form(self, request: HttpRequest, context: dict[str, Any], obj: Any) -> dict[str, Any]:
        """Template variables for the change form, added to `context`; `obj` is None on the add form."""
        return {}

    def on_list(self, request: HttpRequest) -> dict[str, Any]:
        """Template variables for the changelist."""
        return {}

    def saved(self, request: HttpRequest, form: Any, formsets: list[Any], change: bool) -> None:
        """Called after a form and its inlines are saved, in the same transaction."""

    def at(self, route: str, view: Callable[..., Any], name: str, *, by: Any = path) -> URLPattern:
        """The URL pattern of a page that requires access to the desk; `by` is path or re_path."""
        return by(route, self.admin.admin_site.admin_view(view), name=name)

    def page(self, request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> TemplateResponse:
        """Render a template within the layout of the admin."""
        known = self.admin.admin_site.each_context(request) | {"opts": self.admin.opts}
        return TemplateResponse(request, template, known | context, status=status)
