"""The forms of a page as they stand: what a browser would send of them, untouched."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Standing:
    """Where a form goes, what it holds, and of which kind its fields are."""

    page: str
    to: str
    sheet: dict = field(default_factory=dict)
    kinds: dict = field(default_factory=dict)
    limits: dict = field(default_factory=dict)  # the most of a number


class Reader(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.page, self.area, self.select = page, None, None
        self.found: list[Standing] = []
        self.form: Standing | None = None

    def handle_starttag(self, tag, attributes):
        of = dict(attributes)
        name = of.get("name")
        if tag == "form" and of.get("method") == "post":
            self.form = Standing(self.page, of.get("action") or self.page)
            self.found.append(self.form)
        elif self.form is None or "form" in of:
            return
        elif tag == "option" and self.select:
            if "selected" in of or self.select not in self.form.sheet:
                self.form.sheet[self.select] = of.get("value", "")
        elif tag == "textarea":
            self.area, self.form.kinds[name], self.form.sheet[name] = name, "text", ""
        elif tag == "select":
            self.select = name
        elif tag == "input" and name:
            self.take(self.form, name, of)

    def take(self, form, name, of):
        kind = of.get("type", "text")
        if kind in ("checkbox", "radio"):
            if "checked" in of:
                values = form.sheet.setdefault(name, [])
                values.append(of.get("value", "on"))
            return
        form.kinds[name] = kind
        form.limits[name] = of.get("max")
        form.sheet[name] = of.get("value", "")

    def handle_data(self, data):
        if self.form and self.area:
            self.form.sheet[self.area] += data

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        elif tag == "textarea" and self.form:
            self.form.sheet[self.area] = self.form.sheet[self.area].removeprefix("\n")
            self.area = None
        elif tag == "select":
            self.select = None


def standing_forms(client, page):
    answer = client.get(page)
    if answer.status_code != 200 or "html" not in answer.get("Content-Type", ""):
        return []
    return forms_in(answer, page)


def forms_in(answer, page):
    reader = Reader(page)
    reader.feed(answer.content.decode())
    return reader.found
