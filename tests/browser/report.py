"""The report in a real browser: ``make test-browser``.

It is quiet on the console, asks for nothing but itself, shows every view of the real sources on a
desk and on a phone, and hostile text in it stays text.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from pipeline import report
from pipeline.__main__ import main
from pipeline.config import DONE
from tests.test_report import HOSTILE, attack, publish
from tests.test_write import collate
from transforms.schema import BODY, HEADING, PAGE_MARKER, Document, Edit, Fact, Pair

ROOT = Path(__file__).parent.parent.parent
VIEWS = ("where", "split", "documents", "duplicates", "facts", "look", "run")
WIDTHS = (1440, 375)
FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--lang=en-US", "--hide-scrollbars",
)  # fmt: skip
DIGEST = "000_9d0dc66ab940d350.txt"  # its document begins with an editor's digest


class Browser:
    """A page in Chromium, and what it said and asked for."""

    def __init__(self, driver: webdriver.Chrome) -> None:
        self.driver = driver

    def open(self, page: Path, place: str = "", width: int = 1440) -> None:
        """Load a page anew, at a place."""
        metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
        self.driver.get("about:blank")
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        for kind in ("browser", "performance"):
            self.driver.get_log(kind)
        self.page = page.as_uri()
        self.driver.get(f"{self.page}#{place}")
        self.until("return document.documentElement.dataset.ready === 'yes'")

    def run(self, script: str, *arguments: Any) -> Any:
        return self.driver.execute_script(script, *arguments)

    def until(self, script: str) -> None:
        WebDriverWait(self.driver, 20).until(lambda _: self.run(script))

    def text(self, selector: str) -> str:
        return self.driver.find_element(By.CSS_SELECTOR, selector).text

    def go(self, place: str) -> None:
        self.run("location.hash = arguments[0]", place)

    def is_quiet(self) -> None:
        """Assert that nothing was said on the console and nothing but the page was asked for."""
        assert self.driver.get_log("browser") == []
        events = [
            json.loads(each["message"])["message"] for each in self.driver.get_log("performance")
        ]
        asked = {
            event["params"]["request"]["url"].partition("#")[0]
            for event in events
            if event["method"] == "Network.requestWillBeSent"
        }
        assert {url for url in asked if not url.startswith("data:")} == {self.page}

    def fits(self) -> None:
        """Assert that the page does not scroll sideways."""
        assert self.run("return document.documentElement.scrollWidth <= innerWidth")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for flag in FLAGS:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
    yield Browser(driver)
    driver.quit()


@pytest.fixture(scope="session")
def out(tmp_path_factory) -> Path:
    """The output of the committed sources."""
    folder = tmp_path_factory.mktemp("sources") / "out"
    assert main(["run", "--input", str(ROOT / "raw"), "--output", str(folder), "-q"]) == DONE
    return folder


@pytest.fixture(scope="session")
def page(out) -> Path:
    return out / report.NAME


@pytest.fixture(scope="session")
def manifest(out) -> Any:
    return json.loads((out / "manifest.json").read_bytes())


# ------------------------------------------------------------------------------- the sources


def test_the_page_is_small_enough(page):
    assert page.stat().st_size <= 20_000_000


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("view", VIEWS)
def test_each_view_renders(browser, page, view, width):
    browser.open(page, view, width)
    assert browser.run(
        "return [...document.querySelectorAll('section.shown')].map(each => each.id)"
    ) == [view]
    drawn = {
        "where": ("#where svg.bar rect", 20),
        "split": ("#split svg.strip a", 114),
        "documents": ("#document li a", 100),
        "duplicates": ("#duplicate-map .heat a", 20),
        "facts": ("#records tbody tr", 118),
        "look": ("#look li", 20),
        "run": ("#run tr", 20),
    }
    selector, least = drawn[view]
    shapes = browser.driver.find_elements(By.CSS_SELECTOR, selector)
    assert len(shapes) >= least
    assert shapes[0].is_displayed()
    browser.fits()
    browser.is_quiet()


def test_totals_equal_the_manifest(browser, page, manifest):
    browser.open(page)
    rows = browser.run(
        "return [...document.querySelectorAll('table.parts tbody tr')].map(row =>"
        " [row.querySelector('a').hash, row.cells[1].textContent])"
    )
    sums: dict[str, int] = {}
    for target, count in rows:
        label = "body" if target == "#documents" else target.removeprefix("#part=").split(":")[0]
        sums[label] = sums.get(label, 0) + int(count.replace(",", ""))
    assert sums == manifest["counts"]["characters_by_label"]
    assert sum(sums.values()) == manifest["counts"]["characters"]
    assert f"{manifest['counts']['characters']:,}: equal" in browser.text("table.parts caption")


def test_a_part_of_a_source_leads_to_its_ledger_rows(browser, page):
    browser.open(page)
    browser.run(
        "document.querySelector(`svg.rest a[data-source='${arguments[0]}'][href*=digest]`)"
        ".dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true}))",
        DIGEST,
    )
    browser.until("return document.querySelector('.more-rows li')")
    rows = browser.driver.find_elements(By.CSS_SELECTOR, ".more-rows li")
    assert all(DIGEST in row.text for row in rows)
    rows[0].find_element(By.TAG_NAME, "a").click()
    browser.until("return document.querySelector('.here')")
    assert "doc=" in browser.driver.current_url
    browser.is_quiet()


def test_a_document_opens_from_the_split_map(browser, page):
    browser.open(page, "split")
    browser.run(
        "document.querySelectorAll('#split svg.strip a')[20]"
        ".dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true}))"
    )
    browser.until("return document.querySelector('#document .sides .clean')")
    browser.is_quiet()


def test_raw_stands_beside_clean_with_the_rule(browser, page, out):
    record = json.loads((out / "jsonl" / "train-00000-of-00003.jsonl").read_text().splitlines()[0])
    browser.open(page, f"doc={record['id']}")
    assert browser.text("#document .chosen") == record["title"]
    lines = browser.run(
        "return [...document.querySelectorAll('.sides .clean')].map(each => {"
        " const copy = each.cloneNode(true);"
        " copy.querySelectorAll('.nothing, .aside').forEach(mark => mark.remove());"
        " return copy.textContent }).filter(Boolean)"
    )
    assert lines == [line for line in record["text"].split("\n") if line]
    struck = browser.run(
        "return [...document.querySelectorAll('.sides del')].map(each => each.lastChild.data)"
    )
    assert any(each.strip().startswith("日前，云南省人民政府") for each in struck)
    browser.run("document.querySelector('.sides del.c-digest').focus()")
    assert "repeat:digest" in browser.text("#hint")
    browser.is_quiet()


def test_a_deep_link_leads_to_its_place(browser, page, out):
    """Links to a document's offset, a pair, a part, and from one to the other by keys."""
    records = [
        json.loads(line)
        for path in sorted((out / "jsonl").iterdir())
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    chosen = next(each for each in records if each["duplicates"])
    browser.open(page, f"doc={chosen['id']}&at={chosen['start'] + 2000}&lang=zh")
    assert browser.text("#document .chosen") == chosen["title"]
    browser.until(
        "const box = document.querySelector('.here').getBoundingClientRect();"
        "return box.top < innerHeight && box.bottom > 0"
    )
    assert browser.text("#documents h2") == "前后对照"
    pair = "~".join(sorted((chosen["id"], chosen["duplicates"][0]["id"])))
    browser.go(f"pair={pair}")
    browser.until("return document.querySelector('.aligned mark, .aligned ins')")
    assert chosen["title"] in browser.text("#duplicates .chosen")
    browser.go("part=contents")
    browser.until("return document.getElementById('part=contents').open")
    browser.go("doc=0000000000000000")
    browser.until("return document.querySelector('#document .sampled')")
    browser.is_quiet()


def test_who_took_over_whose_text_goes_from_nation_to_province_to_city(browser, page):
    browser.open(page, "duplicates")
    rows = browser.run(
        "return [...document.querySelector('#duplicate-map details tbody').rows]"
        ".map(row => [row.cells[0].textContent, row.cells[1].textContent])"
    )
    ranks = {"nation": 0, "province": 1, "city": 2}
    judged = [(left, right) for left, right in rows if "by level" in right]
    assert len(judged) >= 20
    for left, right in judged:
        assert [ranks[word] for word in ranks if word in left] < [
            ranks[word] for word in ranks if word in right.rpartition("by level")[0]
        ]
    assert any("上海市徐汇区" in right and "city" in right for _, right in judged)


def test_search_finds_and_sorts(browser, page):
    browser.open(page, "facts")
    search = browser.driver.find_element(By.CSS_SELECTOR, "#facts input[type=search]")
    search.send_keys("上海市")
    rows = browser.driver.find_elements(By.CSS_SELECTOR, "#records tbody tr")
    assert 3 <= len(rows) < 118
    assert all("上海市" in row.text for row in rows)
    browser.driver.get(browser.driver.current_url)  # the search is in the address
    browser.driver.refresh()
    browser.until("return document.documentElement.dataset.ready === 'yes'")
    assert len(browser.driver.find_elements(By.CSS_SELECTOR, "#records tbody tr")) == len(rows)
    browser.open(page, "facts")
    browser.run("document.querySelector('#records th.f-chars button').click()")
    counts = browser.run(
        "return [...document.querySelectorAll('#records tbody td.f-chars')]"
        ".map(each => Number(each.textContent.replace(/,/g, '')))"
    )
    assert counts == sorted(counts) and len(counts) == 118
    browser.is_quiet()


def test_keys_languages_and_themes(browser, page):
    browser.open(page)
    assert browser.text("#where h2") == "Where every character went"
    body = browser.driver.find_element(By.TAG_NAME, "body")
    body.send_keys("5")
    browser.until("return document.getElementById('facts').classList.contains('shown')")
    body.send_keys("/")
    assert browser.run("return document.activeElement.type") == "search"
    browser.driver.switch_to.active_element.send_keys(Keys.ESCAPE)
    browser.run("document.getElementById('language-zh').click()")
    assert browser.text("#facts h2") == "著录"
    papers = []
    for theme in ("light", "dark"):
        browser.run(f"document.getElementById('theme-{theme}').click()")
        papers.append(browser.run("return getComputedStyle(document.body).backgroundColor"))
    assert len(set(papers)) == 2
    browser.is_quiet()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_stands_out_and_controls_have_names(browser, page, theme):
    """Contrast of at least 4.5 (WCAG AA) in every view, and a name for every control."""
    browser.open(page)
    browser.run(f"document.getElementById('theme-{theme}').click()")
    for view in VIEWS:
        browser.go(view)
        browser.until(f"return document.getElementById('{view}').classList.contains('shown')")
        assert browser.run(FAINT) == []
        assert (
            browser.run(
                "return [...document.querySelectorAll('a, button, input, svg')]"
                ".filter(each => each.closest('header, .shown'))"
                ".filter(each => !(each.textContent.trim() || each.getAttribute('aria-label')"
                " || each.labels?.length)).map(each => each.outerHTML)"
            )
            == []
        )


# Elements with text of their own whose colour is too near to what is behind them.
FAINT = """
const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
const rgba = colour => {
  canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
  return canvas.getImageData(0, 0, 1, 1).data };
const light = ([r, g, b]) => [r, g, b].map(each => (each /= 255) <= 0.04045 ? each / 12.92 :
  ((each + 0.055) / 1.055) ** 2.4)
  .reduce((sum, each, at) => sum + each * [0.2126, 0.7152, 0.0722][at], 0);
const found = new Set();
for (const each of document.querySelectorAll('header *, .shown *')) {
  if (each.closest('svg') || each.tagName === 'OPTION' || !each.checkVisibility()) continue;
  if (![...each.childNodes].some(node => node.nodeType === 3 && node.data.trim())) continue;
  let behind = each, back;
  do { back = rgba(getComputedStyle(behind).backgroundColor); behind = behind.parentElement }
  while (behind && back[3] < 255);
  const [one, two] = [light(rgba(getComputedStyle(each).color)), light(back)].sort((a, b) => b - a);
  if ((one + 0.05) / (two + 0.05) < 4.5) found.add(`${each.tagName}.${each.className}`);
}
return [...found];
"""


def test_without_script_the_tables_are_there(browser, page):
    browser.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.driver.get("about:blank")
        browser.driver.get(page.as_uri())
        for view in ("where", "facts", "look", "run"):
            section = browser.driver.find_element(By.ID, view)
            assert section.is_displayed()
            assert section.find_elements(By.CSS_SELECTOR, "td, li")[0].is_displayed()
        rows = browser.driver.find_elements(By.CSS_SELECTOR, "#records tbody tr")
        assert len(rows) == 118
    finally:
        browser.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


# ------------------------------------------------------------------------------ hostile, large


@pytest.mark.parametrize("width", WIDTHS)
def test_hostile_text_stays_text(browser, tmp_path, width):
    folder = publish(tmp_path / "out", *attack())
    report.write(folder)
    browser.open(tmp_path / "out" / report.NAME, "", width)
    for place in (
        *VIEWS,
        "doc=h0",
        "doc=h1&at=3",
        "pair=h0~h1",
        "part=page_marker",
        "part=digest:near",
        "doc=<img src=x onerror=window.broken=1>",
        "facts&q=<script>",
        "part=%",
        "lang=\u202e",
    ):
        browser.go(place)
        browser.run("document.querySelectorAll('.shown details').forEach(each => each.open = true)")
        browser.run(
            "document.querySelectorAll('.sides del, .sides .edit').forEach(each => each.focus())"
        )
    browser.go("doc=h0")
    browser.until("return document.querySelector('#document .chosen')")
    assert HOSTILE[0] in browser.text("#document .chosen")
    assert (
        browser.run("return document.querySelectorAll('#document .chosen .invisible').length") > 5
    )
    assert browser.run("return window.broken") is None
    assert (
        browser.run(
            "return document.querySelectorAll('img, iframe, object, [onload], [onerror]').length"
        )
        == 0
    )
    assert browser.run("return [...document.querySelectorAll('script:not([type])')].length") == 1
    browser.fits()
    browser.is_quiet()


def test_the_policy_refuses_what_would_get_in(browser, page):
    """The second line of defence: were something to get in, it would not run."""
    browser.open(page)
    for attempt in (
        "document.body.innerHTML = '<img src=x onerror=window.broken=1>'",
        "document.body.setAttribute('onclick', 'window.broken=1')",
        "setTimeout('window.broken=1')",
        "document.body.appendChild(document.createElement('script')).text = 'window.broken=1'",
    ):
        assert browser.run(f"try {{ {attempt} }} catch (error) {{ return error.name }}")
    browser.run(
        "const link = document.createElement('a'); link.href = 'javascript:window.broken=1';"
        "document.body.append(link); link.click();"
    )
    assert browser.run("return window.broken") is None
    assert "Content Security Policy" in str(browser.driver.get_log("browser"))


def many(count: int) -> list[list[Any]]:
    """Return units of sources, each a compilation of ten documents, in all so many documents."""
    units = []
    for number in range(count // 10):
        parts, documents, at = [], [], 0
        for place in range(10):
            title, body = f"第{number}省第{place}号方案\n", f"第{place}段落文字，{number}。\n" * 120
            mark = f"第{place}页"
            parts += [(HEADING, title), (BODY, body), (PAGE_MARKER, mark)]
            size = len(title) + len(body) + len(mark)
            first = at + len(title)
            documents.append(
                Document(
                    f"{number:04}-{place}",
                    at,
                    at + size,
                    0.95 if place else 0.7,
                    (
                        Fact("title", title.strip(), at, at + 5, "t"),
                        Fact("region", f"第{number}省", 0, 0, "r"),
                    ),
                    tuple(
                        Edit(first + step, first + step + 1, "改", "rule")
                        for step in range(0, 400, 20)
                    ),
                )
            )
            at += size
        units.append(collate(f"{number:04}.txt", *parts, documents=tuple(documents)))
    return [units[start : start + 50] for start in range(0, len(units), 50)]


def test_five_thousand_documents_are_shown_a_part_at_a_time(browser, tmp_path):
    """Each view is there within 2 s of the page's own computing, whatever else the machine does."""
    units = many(5_000)
    ids = [document.id for unit in units for each in unit for document in each.documents]
    pairs = [
        Pair("paragraph", "near", 0.8, 0.9, 0.8, (left, 20, 80), (right, 20, 80))
        for step in (1, 7)
        for left, right in zip(ids, ids[step:], strict=False)
    ]
    folder = publish(tmp_path / "out", units, pairs, {})
    report.write(folder)
    page = tmp_path / "out" / report.NAME
    assert page.stat().st_size <= 20_000_000
    browser.driver.execute_cdp_cmd("Performance.enable", {"timeDomain": "threadTicks"})
    for place, selector, most in (
        ("where", ".none", 0),
        ("facts", "#records tbody tr", 200),
        ("split", "#split .strip a", 300),
        ("duplicates", "#duplicate-map tbody tr", 200),
        ("documents", "#document li", 200),
        ("doc=0123-4", "#document li", 200),
    ):
        browser.open(page, place)
        assert len(browser.driver.find_elements(By.CSS_SELECTOR, selector)) == most
        held = browser.driver.execute_cdp_cmd("Performance.getMetrics", {})["metrics"]
        spent = next(each["value"] for each in held if each["name"] == "TaskDuration")
        ready = browser.run("return performance.getEntriesByName('ready')[0].startTime")
        print(f"{place}: {spent:.2f} s of the page's thread, ready after {ready / 1000:.2f} s")
        assert spent < 2
    assert "Sampled" in browser.text(".sampled")
    assert "does not hold the text" in browser.text("#document")
    browser.go("facts&q=第123省")
    browser.until("return document.querySelectorAll('#records tbody tr').length === 10")
    browser.is_quiet()
