"""Parts of an admin: what it offers beside its form, each with its pages, its templates and its words in one place."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import URLPattern, path


class Part:
    """Something that an admin offers; it lists the classes in `parts`, and one of each is made for it.

    `above` and `below` are templates that stand on the form, above its fields and below them.
    """

    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()

    def __init__(self, admin: Any):
        self.admin = admin

    def urls(self) -> list[URLPattern]:
        """Its pages, at addresses below that of the list of records."""
        return []

    def on_form(self, request: HttpRequest, context: dict[str, Any], obj: Any) -> dict[str, Any]:
        """What the templates of a form are told beside its `context`; `obj` is None where a record is added."""
        return {}

    def on_list(self, request: HttpRequest) -> dict[str, Any]:
        """What the template of the list is told."""
        return {}

    def saved(self, request: HttpRequest, form: Any, formsets: list[Any], change: bool) -> None:
        """After a form and its inlines are saved, in the same transaction."""

    def at(self, route: str, view: Callable[..., Any], name: str, *, by: Any = path) -> URLPattern:
        """A page for those who may use the desk; `by` is path or re_path."""
        return by(route, self.admin.admin_site.admin_view(view), name=name)

    def page(self, request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> TemplateResponse:
        """A page in the frame of the desk."""
        known = self.admin.admin_site.each_context(request) | {"opts": self.admin.opts}
        return TemplateResponse(request, template, known | context, status=status)
