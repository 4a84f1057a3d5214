import { beforeAll, expect, it } from 'vitest'
import { readNow } from '#base/db/read.ts'
import { selectDue } from '#front/due/store.ts'
import { db } from '#test/support/factories.ts'
import { aConference, anInvoiced, aPayingSchool, begin, booked, now } from '#test/worker/payments/invoices/world.ts'

beforeAll(begin)

const money = async (id: string) =>
  (await readNow(db, selectDue(db, { laCodes: ['884'], rootIds: [id], now: now() }))).filter(({ kind }) => kind === 'money')

// “Money is due once an invoice has gone out or a card is to be used.”
it('an invoice that has gone out is due, and what no invoice has been sent for is not', async () => {
  const { school, invoice } = await anInvoiced()
  const id = school.school.id
  const [due] = await money(id)
  expect(due).toEqual({
    ...{ schoolId: id, kind: 'money', what: 'Pay £240.00 for 1 booking', whom: '', saidElsewhere: false },
    ...{ why: 'An invoice has been sent to your school.', by: due?.by },
    press: { text: 'See what is owed', href: `/school/${id}/money` },
  })
  // The last school day, never after the invoice's own.
  expect((due?.by ?? '9') <= invoice.dueOn).toBe(true)
  const other = await aPayingSchool()
  await booked(other, await aConference(), 1, 12_000)
  expect(await money(other.school.id)).toEqual([])
})
