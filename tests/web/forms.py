"""The forms that stand on a page, filled in as somebody in a hurry would."""

from html.parser import HTMLParser

FILLS = {"number": "1", "date": "2026-01-07", "email": "new@example.org", "url": "https://x.org/"}


class Forms(HTMLParser):
    """Collects each form that posts: where to, what it holds, what its buttons say."""

    def __init__(self, page):
        super().__init__()
        self.page, self.select, self.area = page, None, None
        self.found: list[dict] = []
        self.form: dict | None = None

    def handle_starttag(self, tag, attributes):
        of = dict(attributes)
        if tag == "form":
            self.form = None
            if of.get("method") == "post":
                self.form = {"to": of.get("action") or self.page, "fields": {}, "buttons": []}
                self.found.append(self.form)
        elif self.form is not None and of.get("form") is None:
            self.take(self.form, tag, of)

    def take(self, form, tag, of):
        name, fields = of.get("name"), form["fields"]
        if tag == "button":
            form["buttons"].append((name, of.get("value", ""), of.get("formaction")))
        elif tag == "input" and name and of.get("type") not in ("checkbox", "radio"):
            usual = FILLS.get(of.get("type"), "Words")
            fields[name] = of.get("value") or usual
        elif tag == "input" and of.get("type") == "radio" and of.get("value"):
            fields.setdefault(name, of["value"])
        elif tag == "textarea":
            self.area = name
            fields[name] = "Words"
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select:
            fields[self.select] = of.get("value", "")

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        elif tag == "select":
            self.select = None


def forms_of(client, page):
    """(address, what is sent) for each button of each form of the page."""
    answer = client.get(page)
    if answer.status_code != 200 or "html" not in answer.get("Content-Type", ""):
        return
    reader = Forms(page)
    reader.feed(answer.content.decode())
    for form in reader.found:
        for name, value, elsewhere in form["buttons"] or [(None, "", None)]:
            said = {name: value} if name else {}
            yield elsewhere or form["to"], {**form["fields"], **said}
