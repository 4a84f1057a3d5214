// A nursery and a childminder open everything that they can: nothing speaks of them as of a school.

import { expect, it } from 'vitest'
import { newId } from '#base/id.ts'
import { db, request, run, tick } from '#test/support/factories.ts'
import { ownSchool } from '#test/support/own-school.ts'
import { plain } from '#test/support/plain.ts'
import { remembering } from '#test/support/remembering.ts'
import { add } from '#test/support/rows.ts'
import { pathOf } from './addresses.ts'
import { type Row, routeTable } from './route-table.ts'
import { mayAsk } from './who.ts'
import { aWorld } from './world.ts'

const bindings = {
  FACTOR_KEYS: `k1:${btoa('a'.repeat(32))}`,
  STRIPE_SECRET_KEY: 'sk_test_settings',
  STRIPE_WEBHOOK_SECRET: 'whsec_pretend',
}

/** Only schools are given guidance and asked for returns; trusts have schools; the notices are for everybody. */
const ofSchoolsAlone = /^\/(school\/:schoolId\/(guidance|returns)|read|guidance|trusts|requirements|dev|privacy|coverage|organiser)(\/|$)/

/** What a page says, a sentence or a label each. */
const saidOn = (html: string): string[] =>
  html
    .slice(html.indexOf('<title>'))
    .replaceAll(/<(script|style)[\s\S]*?<\/\1>/g, '')
    .replaceAll(/<\/(p|li|td|th|h\d|label|title|dt|dd|option|legend|summary|button|caption|a|div)>/g, '\n')
    .split('\n')
    .map((one) => plain(one))

// A delegate acts for nobody yet: the form for a first booking is of any school or setting.
const asksWhose = '/events/:code/book'
const toAsk = 'GET /events/:code (delegate): Ask my school'

// “Whoever acts for settings alone reads of their setting on every page, and whoever acts for a school too reads so on the pages of the setting.”
it('no page that a nursery or a childminder can open calls it a school, nor what comes back of a form', async () => {
  const id = newId(tick())
  await add('School', { id, rootId: id, outsideKind: 'nursery', name: 'Little Acorns', town: 'Kington' })
  const world = await aWorld({ id, urn: '' })
  await run(`DELETE FROM TrustClaim WHERE state = 'approved'`)
  const open = remembering(db, /\b(RefusalCount|SavedForm|LimitUse|Message|Log)\b/)
  const theirs = routeTable.filter(({ path }) => path !== '/sign-out' && !ofSchoolsAlone.test(path))
  const readAs = async (row: Row, actor: 'contact' | 'delegate') => {
    const { cookie } = world.people[actor]
    const asked = await request(pathOf(world, row, actor), {
      ...(cookie ? { cookie } : {}),
      ...(row.method === 'POST' ? { form: {} } : {}),
      bindings: { ...bindings, DB: row.method === 'GET' ? open : db },
    })
    const said = asked.headers.get('content-type')?.startsWith('text/html') ? saidOn(await asked.text()) : []
    return said.filter((one) => ownSchool.test(one) || one === 'School').map((one) => `${row.method} ${row.path} (${actor}): ${one}`)
  }
  const wrong: string[] = []
  let pages = 0
  for (const method of ['GET', 'POST'] as const) {
    for (const row of theirs.filter((one) => one.method === method))
      for (const actor of ['contact', 'delegate'] as const)
        if (mayAsk(row.who, actor) && !(actor === 'delegate' && row.path === asksWhose)) {
          pages += 1
          wrong.push(...(await readAs(row, actor)))
        }
    // The forms as a childminder.
    await run(`UPDATE School SET outsideKind = 'childminder' WHERE id = ?1`, id)
  }
  expect(wrong.filter((one) => one !== toAsk)).toEqual([])
  expect(pages).toBeGreaterThan(200)
})
