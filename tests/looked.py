"""Plans that differ as companies do, and what a look at a page finds that no test of its numbers would."""

from dataclasses import replace
from functools import cache

from playwright.sync_api import Page
from support import PLAN

from planner.analysis.company import blank, derive, loads
from planner.plan import Event, Plan, Target
from planner.plan.parts import Case

SALES_LED = """[answers]
name = "Kuroshio Systems"
stage = "b"
start = "2026-04"
currency = "JPY"
arr = 1_850_000_000
customers = 74
signups = 0
inside_sales_contract = 6_000_000
enterprise_contract = 28_000_000
quota = 95_000_000
gross_retention = 0.93
headcount = 118
cash = 2_900_000_000
burn = 62_000_000
[answers.sold_by]
inside_sales = 0.15
enterprise = 0.85
[[answers.sellers]]
team = "enterprise"
people = 9
[[answers.sellers]]
team = "inside_sales"
people = 3
[[answers.targets]]
month = 12
arr = 2_600_000_000
"""

NO_SELLERS = """[answers]
name = "Patchbay"
stage = "seed"
start = "2026-04"
arr = 620_000
customers = 240
signups = 3_100
headcount = 14
cash = 3_100_000
burn = 165_000
sellers = []
[answers.sold_by]
self_serve = 1.0
[[answers.targets]]
month = 12
arr = 1_600_000
[answers.round]
month = 10
amount = 9_000_000
"""


HOSTILE = "![x](http://a.example/p.png) [y](http://a.example) <img src='http://a.example/q.png'> **loud** www.a.example"
"""A long name that would be a picture, links and bold type, were it not text."""

FOREIGN = "a[href*='a.example'], img[src*='a.example'], strong:text-is('loud')"
"""What there is where that name was not text."""


@cache
def plans() -> dict[str, Plan]:
    """The plans that pages are looked at with, by what is particular about them; the first one with every page.

    The last month of most is a January: its name stands at the very end of the axes of months.
    """
    opening, yen = PLAN.changed(start="2026-02"), derive(loads(SALES_LED).answers).plan
    runway = Target(month=6, metric="runway_months", least=12)
    hostile = (
        Event(name=HOSTILE, lever="enterprise.win_rate", change="add", value=5.0, start=3),
        Event(name=HOSTILE, lever="marketing.mqls", change="multiply", value=1.5, start=3),
    )
    return {
        "long name": opening.changed(
            name=HOSTILE,
            events=hostile,
            cases=(
                Case(name="Upside", levers={"self_serve.acv": 700.0}),
                Case(name="Downside", levers={"self_serve.acv": 300.0}),
            ),
        ),
        "opening": opening,
        "no community": replace(yen, currency="EUR"),
        "no sellers": derive(loads(NO_SELLERS).answers).plan,
        "120 months": opening.changed(months=120, targets=(runway, *opening.targets)),
        "yen": yen,
        "blank": blank(),
    }


LOOK = """() => {
  const roots = [document]
  for (const one of document.querySelectorAll('*')) if (one.shadowRoot) roots.push(one.shadowRoot)
  const all = (selector) => roots.flatMap((root) => [...root.querySelectorAll(selector)])
  const shows = (one) => one.checkVisibility({visibilityProperty: true, opacityProperty: true})
  const seen = (one) => one.getClientRects().length && shows(one)
  const brief = (text) => text.trim().replace(/\\s+/g, ' ').slice(0, 60)
  const named = (one) => brief(one.getAttribute('aria-label') || one.textContent || one.tagName)
  const found = []
  for (const one of all('*')) {
    if (one.closest('svg, [data-testid=stSidebar], [role=tooltip]') || !seen(one)) continue
    const style = getComputedStyle(one)
    const hides = style.textOverflow === 'ellipsis' || (style.overflowX === 'hidden' && one.childElementCount === 0)
    if (one.closest('[title]')?.title) continue  // what is cut is told in full
    if (one.closest('[data-testid=stMultiSelect]')) continue  // Streamlit cuts what is chosen; the list has it in full
    const over = one.clientWidth > 1 && one.scrollWidth > one.clientWidth + 1
    if (over && hides && one.textContent.trim()) found.push('cut: ' + named(one))
  }
  for (const one of all('[data-testid=stMultiSelectTagsContainer]')) {
    const over = one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1
    if (seen(one) && over) found.push('cut: what is chosen of ' + named(one.querySelector('input')))
  }
  const fields = all('input.exact').filter(seen).map((one) => {
    const twin = document.createElement('span')  // an input does not say how wide its text is
    const {font, fontVariantNumeric, paddingLeft, paddingRight} = getComputedStyle(one)
    Object.assign(twin.style, {position: 'absolute', visibility: 'hidden', whiteSpace: 'pre', font, fontVariantNumeric})
    twin.textContent = one.value
    one.after(twin)
    return [one, twin, one.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight)]
  })
  for (const [one, twin, room] of fields) {
    if (twin.getBoundingClientRect().width > room + 1) found.push('cut: ' + one.value + ' of ' + named(one))
  }
  for (const [, twin] of fields) twin.remove()
  for (const one of all('button')) {
    const shown = one.cloneNode(true)
    for (const icon of shown.querySelectorAll('[data-testid=stIconMaterial], .icon')) icon.remove()
    const name = one.ariaLabel || one.getAttribute('aria-labelledby') || one.title || shown.textContent
    if (seen(one) && !name.trim()) found.push('without a name: ' + one.outerHTML.slice(0, 90))
  }
  for (const text of [document.body, ...roots.slice(1)].map((root) => root.innerText ?? root.textContent)) {
    const odd = text.match(/(^|[^A-Za-z_.])(NaN|undefined|None(?! has)|null|-?inf|Infinity|\\[object)(?![A-Za-z_])/)
    if (odd) found.push('odd text: ' + text.slice(Math.max(0, odd.index - 40), odd.index + 30).replace(/\\s+/g, ' '))
  }
  for (const chart of all('[data-testid=stVegaLiteChart] svg')) {
    if (!seen(chart)) continue
    const what = 'of ' + named(chart.closest('[role=figure], [aria-label]') ?? chart)
    const marks = ['line', 'area', 'rect', 'symbol', 'arc'].map((mark) => `.mark-${mark} path`).join(', ')
    if (!chart.querySelector(`${marks}, .mark-rule line`)) found.push('empty chart ' + what)
    const box = chart.getBoundingClientRect()
    const cut = (at) =>
      at.left < box.left - 1 || at.right > box.right + 1 || at.top < box.top - 1 || at.bottom > box.bottom + 1
    for (const one of chart.querySelectorAll('text')) {
      if (/undefined|NaN|null/.test(one.textContent)) found.push('odd text: ' + one.textContent + ' ' + what)
      if (!one.textContent || !one.checkVisibility({opacityProperty: true})) continue
      if (cut(one.getBoundingClientRect())) found.push('beyond its chart: ' + one.textContent + ' ' + what)
    }
    const over = chart.querySelector('.role-legend-entry') && chart.querySelector('.mark-line, .mark-area')
    const low = over && chart.querySelector('.background').getBoundingClientRect().height < 200
    if (low) found.push('a legend leaves it too low: chart ' + what)  // what has rows is as high as they are
    const texts = [...chart.querySelectorAll('.mark-text text, .role-axis-label text')]
      .filter((one) => one.textContent.trim() && shows(one))
      .map((one) => [one.textContent, one.getBoundingClientRect()])
      .filter(([, at]) => at.width > 0)
    for (let i = 0; i < texts.length; i++)
      for (let j = i + 1; j < texts.length; j++) {
        const [a, b] = [texts[i][1], texts[j][1]]
        const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left)
        const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
        if (wide > 2 && high > 4) found.push(`one over the other: ${texts[i][0]}, ${texts[j][0]} ${what}`)
      }
  }
  for (const row of all('[data-testid=stHorizontalBlock]')) {
    const fields = '[data-testid=stTextInputField], [role=combobox]'
    const inside = [...row.children].map((one) => [...one.querySelectorAll(fields)])
    const alone = inside.filter((one) => one.length === 1 && seen(one[0]))
    const tops = alone.map(([one]) => one.parentElement.getBoundingClientRect().top)
    const by = tops.map((top) => Math.abs(top - tops[0]))
    if (by.some((one) => one > 2 && one < 30)) found.push('out of line: ' + named(row))
  }
  const main = document.querySelector('[data-testid=stMain]')
  const widest = Math.max(document.documentElement.scrollWidth - innerWidth, main.scrollWidth - main.clientWidth)
  if (widest > 0) found.push('wider than the screen')
  return [...new Set(found)]
}"""
"""What is cut, empty, odd or one over the other on a page, a sentence each."""


def told(page: Page) -> list[str]:
    """What a look at a page finds, and parts of it that could not be drawn."""
    failed = page.get_by_text("cannot be drawn for the plan").all_inner_texts()
    return [*page.evaluate(LOOK), *failed]
