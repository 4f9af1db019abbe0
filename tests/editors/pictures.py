"""Makes the pictures of the handbook again: `python -m tests.editors.pictures` writes docs/assets/handbook/.

They show the preview of the one-canton site after somebody changed its notice and wrote a new office.
"""

import base64
import contextlib
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from portal.editors.preview import write_preview
from portal.pages.render import PICTURE_SIZE
from portal.site.build import Order
from portal.site.serve import background_server
from tests.conftest import AS_OF, QUIET, ROOT, chromium, copy_mini
from tests.editors.changed import change

FOLDER = ROOT / "docs" / "assets" / "handbook"
PICTURES = {
    "preview-list": {"de": "", "fr": ""},
    "preview-page": {"de": "after/de/was-ist-neu/mini-allowance-2026/", "fr": "after/fr/nouveautes/mini-allowance-2026/"},
}
_SCALE = 2 / 3
# Chromium draws it once more, because it writes WebP and no other part of the project does.
_TO_WEBP = """async (png) => {
  const picture = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [picture.width, picture.height];
  canvas.getContext("2d").drawImage(picture, 0, 0);
  return canvas.toDataURL("image/webp", 0.6).split(",")[1];
}"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright, contextlib.chdir(folder):
        copy_mini(Path("main"))
        change(root := copy_mini(Path("mini")))
        write_preview(Order(root.resolve(), AS_OF), "main", Path("shown"))
        server = background_server(Path("shown"))
        browser = playwright.chromium.launch(executable_path=chromium(), args=QUIET)
        width, height = (round(each / _SCALE) for each in PICTURE_SIZE)
        page = browser.new_page(viewport={"width": width, "height": height}, device_scale_factor=_SCALE)
        blank = browser.new_page()
        FOLDER.mkdir(parents=True, exist_ok=True)
        for name, addresses in PICTURES.items():
            for language, address in addresses.items():
                page.goto(server.address + address)
                _keep(page, blank, FOLDER / f"{name}.{language}.webp")
        browser.close()
        server.shutdown()


def _keep(page: Page, blank: Page, file: Path) -> None:
    png = base64.b64encode(page.screenshot()).decode()
    file.write_bytes(base64.b64decode(blank.evaluate(_TO_WEBP, png)))


if __name__ == "__main__":
    main()
