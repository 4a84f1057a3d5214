// What a school's people do is counted by the day: each form is refused once its budget is used up, changes nothing, keeps what was typed, and
// goes through when it is pressed again.
import { afterEach, expect, it } from 'vitest'
import { atomically } from '#base/db/atomically.ts'
import { newId } from '#base/id.ts'
import { linkMost } from '#base/limits/budget.ts'
import { logExport } from '#base/log/export-log.ts'
import { logged } from '#base/log/store.ts'
import { anAccount, anAct, aSchool, db, request, rows } from '#test/support/factories.ts'
import { filledIn, formsIn } from '#test/support/page-forms.ts'
import { aBooking } from '#test/worker/booking/delegates/bookings.ts'
import { mailPresses, ownLink, writingPresses } from './presses.ts'

type Budget = { act: string; account: number | null; school: number | null; link: number | null }
const budgets = await rows<Budget>('SELECT act, account, school, link FROM DayBudget')
const all = () =>
  rows<{ n: number }>('SELECT (SELECT COUNT(*) FROM Message) + (SELECT COUNT(*) FROM Log) + (SELECT COUNT(*) FROM ReturnEntry) AS n')

/** NULL is without end, whatever is left of the others. */
const nothingIsLeft = () => rows('UPDATE DayBudget SET account = account * 0, school = school * 0, link = link * 0')
const allIsLeft = async (): Promise<void> => {
  await db.batch(
    budgets.map(({ act, account, school, link }) =>
      db.prepare('UPDATE DayBudget SET account = ?2, school = ?3, link = ?4 WHERE act = ?1').bind(act, account, school, link),
    ),
  )
}
let guard = ''
afterEach(async () => {
  await allIsLeft()
  if (guard) await rows(guard)
  guard = ''
})

it.each(Object.entries({ ...mailPresses, ...writingPresses }))(
  '%s ends, keeps what was typed, and goes on the next day',
  async (_, prepared) => {
    const { path, cookie, form } = await prepared()
    const before = await all()
    await nothingIsLeft()
    const refused = await request(path, { ...(cookie ? { cookie } : {}), form })
    // A part of a return is shown again as a page.
    expect([429, 409]).toContain(refused.status)
    expect(await all()).toEqual(before)
    const html = await refused.clone().text()
    expect(html).toContain('It is more than we save for one person, school or audit in a day. You can go on after 1am tomorrow')
    await allIsLeft()
    const [again] = formsIn(await refused.text(), path).filter(({ action }) => action.endsWith(path))
    const done = await request(path, { ...(cookie ? { cookie } : {}), form: again ? filledIn(again) : [] })
    expect(done.status).toBeLessThan(400)
    expect((await all())[0]?.n).toBeGreaterThan(before[0]?.n ?? 0)
  },
)

it('what is written by a link that the log does not name is counted for its place', async () => {
  const { places } = await aBooking(['Mared Rhys', 'Nye Bevan'])
  const post = async (n: number, of = 0) => {
    const path = `/place/${await ownLink(places[of]?.id)}/needs`
    return request(path, {
      form: { dietary: ['vegan'], 'dietary-words': `Dim seleri ${n}`, access: '', 'access-words': '', agreed: 'yes' },
    })
  }
  const statuses: number[] = []
  for (let n = 0; n <= linkMost.needs; n += 1) statuses.push((await post(n)).status)
  expect(statuses).toEqual([...Array.from({ length: linkMost.needs }, () => 303), 429])
  expect((await post(99, 1)).status).toBe(303)
})

it('nobody is kept from signing in or out', async () => {
  const { cookie, actor, accountId } = await anAccount()
  await nothingIsLeft()
  const signsIn = logged(anAct({ actor }), { act: 'account.signed_in', subject: ['account', accountId] })
  expect(await atomically(db, [signsIn])).toMatchObject({ ok: true })
  expect((await request('/sign-out', { cookie, form: {} })).status).toBe(303)
})

it.each([
  ['of two who take the last file of the day one gets it', true, 1],
  ['control: without the trigger both do', false, 2],
])('%s', async (_is, guarded, kept) => {
  const school = await aSchool()
  const { actor } = await anAccount({ schoolIds: [school.id] })
  await rows(`UPDATE DayBudget SET account = 1 WHERE act = 'certificates.exported'`)
  if (!guarded) {
    guard = (await rows<{ sql: string }>(`SELECT sql FROM sqlite_master WHERE name = 'Log_within_day'`))[0]?.sql ?? ''
    await rows('DROP TRIGGER Log_within_day')
  }
  const act = anAct({ actor, requestId: newId(new Date()) })
  const take = () => logExport(act, { act: 'certificates.exported', schoolId: school.id })
  const done = await Promise.allSettled([take(), take()])
  expect(done.filter(({ status }) => status === 'fulfilled').length).toBe(kept)
})
