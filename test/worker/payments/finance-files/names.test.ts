// A file, its page and its requests call a school what it was on the day of the event, also while
// the register keeps its closed URN.
import { expect, it } from 'vitest'
import { readCsv } from '#base/web/csv.ts'
import { makeFile } from '#payments/finance-files/make-file.ts'
import { accepted, anAct, anEvent, aSchool, db, request, rows } from '#test/support/factories.ts'
import { insert } from '#test/support/rows.ts'
import { aDebt, finance } from './world.ts'

/**
 * A school that became an academy on 1 September 2026: the register holds the closed URN and the
 * one that followed, both from then on.
 */
const aConverted = async () => {
  const school = await aSchool({ name: 'Brook Primary School' })
  const identity = (
    urn: string,
    name: string,
    sector: string,
    statusCode: string,
    from: string | null,
    to: string | null,
    days: [string | null, string | null],
  ) =>
    insert('SchoolIdentity', {
      ...{
        schoolId: school.id,
        urn,
        name,
        laCode: '884',
        statusCode,
        sector,
        validFrom: from,
        validTo: to,
        opensOn: days[0],
        closesOn: days[1],
      },
      learnedAt: '2026-11-06T09:00:00.000Z',
    })
  await db.batch([
    db.prepare(`UPDATE SchoolIdentity SET supersededAt = '2026-11-06T09:00:00.000Z' WHERE schoolId = ?1`).bind(school.id),
    identity(school.urn, 'Brook Primary School', 'maintained', '1', null, '2026-11-06', [null, '2026-09-01']),
    identity(school.urn, 'Brook Primary School', 'maintained', '2', '2026-11-06', null, [null, '2026-09-01']),
    identity(`9${school.urn.slice(1)}`, 'Brook Primary Academy', 'academy', '1', null, null, ['2026-09-01', null]),
  ])
  return school
}

const on = (day: string) =>
  anEvent({ startsAt: `${day}T09:00:00.000Z`, endsAt: `${day}T15:00:00.000Z`, capacity: 5000, placesPerSchool: null })

// “Files and requests name a school and its URN as on the day of the event.”
it('of an event after the conversion names the academy, of one before it the school, in the file and on every page', async () => {
  const school = await aConverted()
  const { actor, cookie } = await finance()
  for (const [day, name, urn] of [
    ['2027-01-08', 'Brook Primary Academy', `9${school.urn.slice(1)}`],
    ['2026-06-12', 'Brook Primary School', school.urn],
  ] as const) {
    const debt = await aDebt({ route: 'invoice', school, event: await on(day) })
    const other = name === 'Brook Primary School' ? 'Brook Primary Academy' : 'Brook Primary School'
    const waiting = await (await request('/organiser/finance/invoice-requests', { cookie })).text()
    expect([waiting.includes(name), waiting.includes(other)]).toEqual([true, false])
    const made = await makeFile(anAct({ actor }), { kind: 'invoice_request', numbers: debt.numbers }).then(accepted)
    const [file] = await rows<{ id: string; content: string }>(
      `SELECT id, content FROM FinanceFile WHERE kind = 'invoice_request' AND number = ?1`,
      made,
    )
    expect(readCsv(file?.content ?? '').rows[0]?.cells).toMatchObject({ school: name, urn, 'billing name': name })
    const [asked] = await rows<{ reference: string }>('SELECT reference FROM InvoiceRequest WHERE batchId = ?1', file?.id)
    for (const path of [`${made}`, asked?.reference ?? '']) {
      const page = await (await request(`/organiser/finance/invoice-requests/${path}`, { cookie })).text()
      expect([path, page.includes(name), page.includes(other)]).toEqual([path, true, false])
    }
  }
})
