"""Every page's address, put together from the rows there are."""

from django.urls import get_resolver, reverse


def routes(patterns, prefix=""):
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from routes(pattern.url_patterns, prefix + str(pattern.pattern))
        else:
            yield prefix + str(pattern.pattern), pattern


PAGES = {
    pattern.name: pattern
    for route, pattern in routes(get_resolver().url_patterns)
    if not route.startswith(("admin/", "api/", "^static", "static"))
}


def address(name, words, rows):
    pattern = PAGES[name].pattern
    kwargs = {word: words[word] for word in pattern.converters if word in words}
    if "key" in pattern.converters and "story" in str(pattern):
        kwargs["key"] = "AP-1"
    if "pk" in pattern.converters:
        stem = max((stem for stem in rows if name.startswith(stem)), key=len)
        kwargs["pk"] = rows[stem].pk
    return reverse(name, kwargs=kwargs)
