"""Reading a part's HTML and styles, which WeasyPrint does slowly and for each part anew."""

from functools import lru_cache
from typing import Any
from xml.etree import ElementTree

from cssselect2 import ElementWrapper  # type: ignore[import-untyped]
from weasyprint import CSS, HTML  # type: ignore[import-untyped]
from weasyprint.urls import URLFetcher  # type: ignore[import-untyped]

# The styles of the frame are others than those of all other parts.
REMEMBERED = 4


class WellFormed(HTML):  # type: ignore[misc]
    """HTML that is well-formed XML, and so needs no reader of tag soup."""

    def __init__(self, tree: ElementTree.Element, fetcher: URLFetcher) -> None:
        self.base_url = None
        self.url_fetcher = fetcher
        self.media_type = "print"
        self.wrapper_element = ElementWrapper.from_html_root(tree, content_language=None)
        self.etree_element = self.wrapper_element.etree_element


def read_html(html: str, fetcher: URLFetcher) -> HTML:
    try:
        tree = ElementTree.fromstring(html)  # noqa: S314 - our own, all records in it escaped
    except ElementTree.ParseError:
        return HTML(string=html, url_fetcher=fetcher)
    return WellFormed(tree, fetcher)


@lru_cache(maxsize=REMEMBERED)
def read_css(styles: str) -> Any:
    return CSS(string=styles)
