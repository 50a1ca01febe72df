"""Every form's hidden fields, by Django's own word for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from web.sent_twice import FIELD, name_of
from web.slots import FILLED
from web.text_versions import digest

if TYPE_CHECKING:
    from django.template.base import Parser, Token

register = template.Library()
register.filter(digest)


class HiddenNode(CsrfTokenNode):
    """The token against forgery, and the name by which a form that is sent twice is known."""

    def render(self, context: template.Context) -> str:
        token = super().render(context)
        request = context.get("request")
        if not token or request is None:
            return token
        return token + format_html(
            '<input type="hidden" name="{}" value="{}">', FIELD, name_of(request)
        )


@register.tag
def csrf_token(parser: Parser, token: Token) -> HiddenNode:
    return HiddenNode()


@register.simple_tag(takes_context=True)
def slot(context: template.RequestContext, name: str) -> SafeString:
    """Draw what rooms above have to show here."""
    page = context.flatten()
    return format_html_join("", "{}", ((draw(page),) for draw in FILLED[name]))
