// An invitation says who of the school is due for the event, and books them, where its recipient may book.
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { newId } from '#base/id.ts'
import type { SchoolAudience } from '#correspondence/mailings/audience.ts'
import { queueMailing } from '#correspondence/mailings/send-mailings.ts'
import { prepareMailing, startMailing } from '#correspondence/mailings/start-mailing.ts'
import { inviteSchools } from '#correspondence/mailings/write-mailing.ts'
import { anAct, request, rows, run, tick } from '#test/support/factories.ts'
import { aContact, mailing, toSchools } from '#test/worker/correspondence/mailings/world.ts'
import { aDueLead, bookingsOf, monday, pathsIn, quiet } from './world.ts'

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(monday.getTime() + 3_600_000) })
  await quiet()
})
afterEach(() => void vi.useRealTimers())

type World = Awaited<ReturnType<typeof aDueLead>>

/** The text of the invitation that the school gets. */
const invitationTo = async ({ school, event }: World): Promise<string> => {
  const [area] = await rows<{ laCode: string }>('SELECT laCode FROM School WHERE id = ?1', school.id)
  const act = anAct({ now: new Date(), laCodes: [area?.laCode ?? ''] })
  const id = newId(tick())
  await inviteSchools(act, { id, eventId: event.id, audience: toSchools({ notBooked: event.code }) as SchoolAudience })
  const draft = await mailing(id)
  expect(await startMailing(act, draft, (await prepareMailing(act, draft)).mark)).toEqual({ ok: true, value: undefined })
  await queueMailing(act, id)
  const texts = await rows<{ text: string }>(
    'SELECT b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.sendingId = ?1 AND m.schoolId = ?2',
    id,
    school.id,
  )
  return texts[0]?.text ?? ''
}

// “Where its recipient may book, it names who is due and books them by a link.”
it('the office books its lead from the invitation with one press', async () => {
  const world = await aDueLead()
  const text = await invitationTo(world)
  expect(text).toContain('Book Sunita Rao for 21 April 2026, £95')
  const [path = ''] = pathsIn(text)
  expect((await request(path, { form: {} })).status).toBe(303)
  expect((await bookingsOf(world.personId)).map(({ accountId }) => accountId)).toEqual([world.office.accountId])
})

it('an address that may not book for the school reads nobody’s name and gets no link', async () => {
  const world = await aDueLead()
  await run(`UPDATE Claim SET state = 'ended', decidedAt = ?2 WHERE accountId = ?1`, world.office.accountId, tick().toISOString())
  await aContact(world.school, { email: `${world.school.id}@example.sch.uk` })
  const text = await invitationTo(world)
  expect([text.includes('overdue') || text.includes('no training on our record'), text.includes('Sunita Rao'), pathsIn(text)]).toEqual([
    true,
    false,
    [],
  ])
})
