// How high a page is, how many words it has and where its main act is: docs/design.md.
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { root } from '#commands/settings.ts'

export type Measured = { height: number; words: number; fields: number; act: number | null }

/** @returns in pixels from the top, null where a page has no button */
export const measurePage = async (page: Page): Promise<Measured> =>
  (await page.evaluate(`(() => {
    const main = document.querySelector('main')
    const button = main.querySelector('.muster-head__acts .govuk-button') ?? main.querySelector('.govuk-button')
    return {
      height: document.documentElement.scrollHeight,
      words: main.innerText.split(/\\s+/).filter(Boolean).length,
      fields: main.querySelectorAll('input:not([type=hidden]), select, textarea').length,
      act: button ? Math.round(button.getBoundingClientRect().bottom + scrollY) : null,
    }
  })()`)) as Measured

type Limit = { height?: number; phone?: number; words?: number; act?: true }

/** What a booking is checked on is the answer to a form, so its walks name it. */
export const checkPage = 'booking-check'

/** At least 8 % above what is measured, since other days have other words; `phone`: the height there. `act`: its main act is on the first screen. */
const limits: Record<string, Limit> = {
  '/': { height: 1500, phone: 2550, words: 280, act: true },
  '/events': { height: 1750, phone: 3700, words: 520 },
  '/events/:code/book': { height: 2100, phone: 3200, words: 430 },
  '/bookings/:reference': { height: 2500, phone: 4000, words: 310, act: true },
  [checkPage]: { height: 1450, phone: 1750, words: 260, act: true },
  '/account/record': { height: 1850, phone: 2950, words: 330 },
  '/place/:token': { height: 2200, phone: 3500, words: 260, act: true },
  '/events/:code': { height: 2500, phone: 3600, words: 360 },
  '/register': { height: 1300, phone: 1550, words: 160, act: true },
  '/door/:code': { phone: 4200, words: 420 },
  '/organiser/events/new': { height: 1700, phone: 2200, words: 200 },
  '/organiser/events/:code/edit': { height: 1900, phone: 2800, words: 240 },
  '/organiser': { height: 2050, phone: 3000, words: 320 },
  '/organiser/events': { height: 1400, phone: 2600, words: 220 },
  '/organiser/events/:code/edit/programme': { height: 2500, phone: 5650, words: 390 },
  '/organiser/events/:code/day': { height: 1300, phone: 2200, words: 170 },
  '/organiser/events/:code/results': { height: 3100, phone: 5400, words: 400 },
  '/register/:sessionId': { height: 2600, phone: 4650, words: 620 },
  '/organiser/events/:code/edit/booking': { height: 1700, phone: 2550, words: 200 },
  '/organiser/events/:code/edit/words': { height: 1800, phone: 2800, words: 320 },
  '/organiser/events/:code/move': { height: 1250, phone: 2050, words: 130 },
  '/school/:schoolId': { height: 2050, phone: 3950, words: 400, act: true },
  '/school/due': { height: 2200, phone: 3100, words: 390 },
  '/school/:schoolId/record': { height: 2400, phone: 3850, words: 560, act: true },
  '/school/:school/roles': { height: 2000, phone: 3500, words: 330, act: true },
  '/trusts/:trust': { height: 2450, phone: 4700, words: 550, act: true },
  '/organiser/events/:code': { height: 2050, phone: 3850, words: 280, act: true },
  '/organiser/events/:code/bookings': { height: 2800, phone: 4750, words: 790 },
  '/organiser/events/:code/ring-list': { height: 2600, phone: 5000, words: 700 },
  '/organiser/events/:code/programme': { height: 2400, phone: 3650, words: 420 },
  '/organiser/events/:code/money': { height: 4200, phone: 4500, words: 700 },
  '/organiser/messages': { height: 2650, phone: 5500, words: 750 },
  '/organiser/events/:code/settings': { height: 3450, phone: 5100, words: 550 },
  '/organiser/claims': { height: 3700, phone: 5050, words: 700 },
  '/organiser/events/:code/certificates': { height: 2800, phone: 4800, words: 690 },
  '/answer': { height: 3000, phone: 5150, words: 930 },
  '/coverage': { height: 2700, phone: 5150, words: 780 },
  '/organiser/finance/invoice-requests': { height: 2200, phone: 3700, words: 340 },
  '/organiser/finance/invoice-requests/:number': { height: 2550, phone: 5500, words: 420 },
  '/organiser/people': { height: 2200, phone: 3600, words: 260 },
  '/organiser/settings': { height: 1800, phone: 2400, words: 130 },
  '/organiser/settings?part=reports-and-audits': { height: 1700, phone: 2650, words: 170 },
}

/** What is longer than it may be, and whose main act is not on the first screen. */
export const tooLong = async (page: Page, name: string, size: { width: number; height: number }): Promise<string[]> => {
  const limit = limits[name]
  const kept = process.env['PICTURES'] === '1'
  if (!limit && !kept) return []
  const { height, words, fields, act } = await measurePage(page)
  if (kept)
    appendFileSync(join(root, 'test', 'screenshots', 'pages.tsv'), `${[name, size.width, height, words, fields, act ?? ''].join('\t')}\n`)
  if (!limit) return []
  const wide = size.width >= 1000
  const most = wide ? limit.height : limit.phone
  return [
    ...(most && height > most ? [`${name}: ${height} px high on a screen of ${size.width}, at most ${most}`] : []),
    ...(wide && limit.words && words > limit.words ? [`${name}: ${words} words, at most ${limit.words}`] : []),
    ...(limit.act && (act === null || act > size.height) ? [`${name}: its main act ends at ${act} px of a screen of ${size.height}`] : []),
  ]
}
