// A trainer or a room that is given twice at once is said at both events, and stops nothing.
import { expect, it } from 'vitest'
import { anAccount, anEvent, aSchool, request, run } from '#test/support/factories.ts'
import { plain } from '#test/support/plain.ts'
import { add } from '#test/support/rows.ts'

const { cookie } = await anAccount({ roles: ['organiser'] })
const at = { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' }
const given = (code: string, speakers: string, room: string) =>
  run('UPDATE Session SET speakers = ?2, room = ?3 WHERE eventId = (SELECT id FROM Event WHERE code = ?1)', code, speakers, room)
const page = async (code: string) => plain(await (await request(`/organiser/events/${code}`, { cookie })).text())

it('two events, and an offer to a school, name one another while their trainer or room is the same', async () => {
  const draft = await anEvent({ ...at, title: 'Prevent', state: 'draft' })
  const other = await anEvent({ ...at, title: 'Refresher' })
  await run(`UPDATE Event SET venueName = 'Town Hall' WHERE code IN (?1, ?2)`, draft.code, other.code)
  await given(draft.code, 'Pat Lee, Hereford College', 'Room 1')
  await given(other.code, 'pat lee', 'Room 2')
  const when = 'Friday 12 June 2099, 9:30am to 4pm.'
  expect(await page(draft.code)).toContain(`Pat Lee also gives “Refresher”, ${when}`)
  expect(await page(other.code)).toContain(`pat lee also gives “Prevent”, ${when}`)
  await given(draft.code, 'Kim Fox', 'room 2')
  expect(await page(other.code)).toContain(`At Room 2 there is also “Prevent”, ${when}`)
  await given(draft.code, 'Kim Fox', 'Room 3')
  expect(await page(other.code)).not.toContain('“Prevent”')
  const school = await aSchool()
  const offered = { state: 'offered', title: 'Twilight', trainer: 'Kim Fox', pence: 0, answeredAt: at.startsAt, schoolId: school.id }
  await add('AskedSession', { ...offered, ...at, askedById: (await anAccount()).accountId })
  expect(await page(draft.code)).toContain(`Kim Fox also gives “Twilight”, ${when}`)
  await run(
    `UPDATE Event SET state = 'cancelled', cancelledAt = ?2, cancelReason = '' WHERE code = ?1`,
    draft.code,
    '2026-06-01T08:30:00.000Z',
  )
  expect(await page(draft.code)).not.toContain('also gives')
})
