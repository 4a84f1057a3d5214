import { writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { enter } from '#test/support/chromium.ts'
import { inBrowser } from '#test/support/in-browser.ts'
import { addressOf, asked, oneOfEach } from '#test/support/page-addresses.ts'
import { ofOfficers, ofSchools } from '#test/support/pages.ts'

const { browser, muster } = await inBrowser()
it('probe', async () => {
  for (const statement of oneOfEach) await muster.sql(asked(statement))
  const out: unknown[] = []
  for (const [tours, wanted, who] of [
    [ofOfficers, '/organiser/schools/:id/requirements', 'safeguarding officer'],
    [ofSchools, '/school/:schoolId', 'office of a school'],
  ] as const) {
    const tour = tours.find((t) => t.of.includes(who))!
    const stop = tour.stops.find((s) => (typeof s === 'string' ? s : s[0]) === wanted)!
    const email = tour.by.startsWith('SELECT') ? String((await muster.sql(asked(tour.by)))[0]?.['email']) : tour.by
    const page = await enter(await browser.newContext(), muster, email)
    const url = muster.url + (await addressOf(stop, muster.sql))
    await page.setViewportSize({ width: 1280, height: 800 })
    await page.goto(url)
    out.push(
      url,
      await page.evaluate(
        `[...document.querySelectorAll('main *')].filter(e=>e.matches('h2,h3,ul,table,details,p,.muster-head,.govuk-grid-column-two-thirds,.govuk-grid-column-one-third,li')).map(e=>{const r=e.getBoundingClientRect();return [e.tagName+'.'+e.className, Math.round(r.top), Math.round(r.height), e.innerText.slice(0,60)].join(' | ')})`,
      ),
      await page.evaluate(
        `'total '+document.documentElement.scrollHeight+' footer '+document.querySelector('footer')?.getBoundingClientRect().height`,
      ),
    )
    await page.screenshot({ path: `/tmp/probe-${who.slice(0, 4)}-desk.png`, fullPage: true })
    await page.setViewportSize({ width: 375, height: 800 })
    out.push(
      await page.evaluate(
        `[...document.querySelectorAll('body *')].filter(e=>e.getBoundingClientRect().right>375.5).map(e=>e.tagName+'.'+e.className+' '+Math.round(e.getBoundingClientRect().right)+' '+e.innerText?.slice(0,80))`,
      ),
    )
    await page.screenshot({ path: `/tmp/probe-${who.slice(0, 4)}-phone.png`, fullPage: true })
  }
  writeFileSync('/tmp/probe.json', JSON.stringify(out, null, 1))
  expect(1).toBe(1)
}, 120000)
