// From signing in: five questions answered on the first screen, and whose DSL is not trained and not booked two presses from it.

import { expect, it } from 'vitest'
import { leave, look, signIn } from '#test/support/chromium.ts'
import { inBrowser } from '#test/support/in-browser.ts'

const { browser, muster } = await inBrowser()

it('an officer has the schools whose lead is not in date and not booked two presses from where signing in leads', async () => {
  const page = await signIn(await browser.newContext({ viewport: { width: 1280, height: 800 } }), muster.url, 'officer@muster.example')
  const landed = new URL(page.url()).pathname
  // The sentence of the fifth question is the last that a committee's member asks for.
  const fifth = await page
    .getByText(/answers are stated only/)
    .first()
    .boundingBox()
  expect((fifth?.y ?? 800) + (fifth?.height ?? 0)).toBeLessThan(800)
  const presses = ['Follow-up', 'Lists of schools to follow up']
  for (const press of presses) {
    await leave(page, page.getByRole('link', { name: press, exact: true }).first())
  }
  expect([landed, new URL(page.url()).pathname]).toEqual(['/answer', '/organiser/chasing/lists/leads'])
  // What it is narrowed by leaves room for schools on the first screen.
  const narrow = await page.getByRole('button', { name: 'Show', exact: true }).boundingBox()
  expect(narrow?.y).toBeLessThan(700)
  expect(await look(page, 'leads-not-booked')).toEqual([])
})
