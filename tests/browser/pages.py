"""Which pages a browser looks at: one of each kind."""

from tests.conftest import AS_OF, content_on


def one_page_of_each_kind() -> dict[str, dict[str, str]]:
    """kind → language → address; parts and hand-written pages have templates or shapes of their own, so all of them."""
    pages = content_on(AS_OF).registry.pages.values()
    chosen: dict[str, dict[str, str]] = {}
    for page in pages:
        name = page.id if page.kind in ("section", "prose") else page.kind
        chosen.setdefault(name, {language: f"{language}/{page.url(language)}" for language in ("de", "fr")})
    return chosen
