"""What axe finds on a page."""

from playwright.sync_api import Page

from tests.conftest import ROOT

_SOURCE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def axe(page: Page, *rules: str) -> list[str]:
    """What axe finds, as rule and place; what it could not decide counts too, because nobody looks at it later.

    Without rules, all that WCAG 2.2 AA and good practice ask for.

    The contrast of texts on the shapes of a picture is beyond axe; `picture_contrasts` measures it.
    """
    # What stays in sight while the page moves would lie over texts, and axe cannot say what their contrast is then.
    page.evaluate("scrollTo(0, 0)")
    page.evaluate(_SOURCE)
    only = {"type": "rule", "values": list(rules)} if rules else {"type": "tag", "values": _TAGS}
    run = {"runOnly": only, "resultTypes": ["violations", "incomplete"]}
    found = page.evaluate("run => axe.run(document, run)", run)
    return [
        f"{each['id']}: {node['target']}"
        for kind in ("violations", "incomplete")
        for each in found[kind]
        for node in each["nodes"]
        if not (kind == "incomplete" and each["id"] == "color-contrast" and 'class="picture__' in node["html"])
    ]


_CONTRASTS = """() => {
  const channel = (value) => (value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  const luminance = (colour) => {
    const [red, green, blue] = colour.match(/[\\d.]+/g).slice(0, 3).map(Number).map(channel);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const inside = (shape, x, y) => {
    const box = shape.getBoundingClientRect();
    return x > box.left && x < box.right && y > box.top && y < box.bottom;
  };
  return [...document.querySelectorAll(".picture svg text")].map((text) => {
    const box = text.getBoundingClientRect();
    const shapes = [...text.ownerSVGElement.querySelectorAll("rect, circle")];
    const shape = shapes.find((each) => inside(each, box.left + box.width / 2, box.top + box.height / 2));
    const ground = shape ? getComputedStyle(shape).fill : getComputedStyle(text.closest(".picture")).backgroundColor;
    const [dark, light] = [luminance(getComputedStyle(text).fill), luminance(ground)].sort((one, other) => one - other);
    return [text.textContent, (light + 0.05) / (dark + 0.05)];
  });
}"""


def picture_contrasts(page: Page) -> list[tuple[str, float]]:
    """Each text of the page's pictures with its contrast (WCAG 1.4.3) to the shape it stands on, or to the ground."""
    return [(text, ratio) for text, ratio in page.evaluate(_CONTRASTS)]
