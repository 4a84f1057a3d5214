// docs/rules/online.md, sentence by sentence: who watched together.
import { expect, it } from 'vitest'
import { importReport } from '#attendance/meetings/import-report.ts'
import { sayTogether } from '#attendance/meetings/record-together.ts'
import { selectWatchers } from '#attendance/meetings/together-store.ts'
import { readNow } from '#base/db/read.ts'
import { newPlaceLinks } from '#calendars/invites/invite-places.ts'
import { type Cells, fileOf } from '#test/domain/attendance/meetings/files.ts'
import { anAccount, anAct, anEvent, aSchool, before, db, request, rows, run } from '#test/support/factories.ts'
import { aPlace } from '#test/worker/attendance/attendance/places.ts'

const end = Math.floor(Date.now() / 60_000) * 60_000 - 3_600_000
const hours = { startsAt: new Date(end - 7_200_000).toISOString(), endsAt: new Date(end).toISOString() }
const whole: Cells = [
  ['Name', 'Join Time', 'Leave Time'],
  ['Ann Berry', hours.startsAt.replace('.000', ''), hours.endsAt.replace('.000', '')],
]

const aSchoolOnline = async (names: readonly string[], facts: Parameters<typeof anEvent>[0] = hours) => {
  const event = await anEvent({ attendanceMode: 'online', joiningLink: 'https://meet.example', placesPerSchool: null, ...facts })
  const school = await aSchool()
  const places = new Map<string, string>()
  let reference = ''
  let link = ''
  for (const name of names) {
    const place = await aPlace(event, school, { name })
    places.set(name, place.placeId)
    if (reference !== '') continue
    const links = await newPlaceLinks(anAct(), [place])
    await db.batch(links.statements)
    link = new URL(links.joinOf(place.placeId) ?? '').pathname
    reference =
      (
        await rows<{ reference: string }>(
          'SELECT b.reference FROM Place p JOIN Booking b ON b.id = p.bookingId WHERE p.id = ?1',
          place.placeId,
        )
      )[0]?.reference ?? ''
  }
  const contact = await anAccount({ schoolIds: [school.id] })
  const organiser = await anAccount({ roles: ['organiser'] })
  const sessionId = event.sessions[0]?.id ?? ''
  const id = (name: string) => places.get(name) ?? ''
  const said = () =>
    rows<{ who: string; screen: string; saidBy: string }>(
      `SELECT n.name AS who, o.name AS screen, w.saidBy FROM WatchedTogether w JOIN Place p ON p.id = w.placeId JOIN Person n ON n.id = p.personId
         JOIN Place q ON q.id = w.withPlaceId JOIN Person o ON o.id = q.personId WHERE w.sessionId = ?1 AND w.takenBackAt IS NULL ORDER BY n.name`,
      sessionId,
    )
  const marks = () =>
    rows<{ name: string; said: string }>(
      `SELECT n.name, m.markType || ' ' || m.source AS said FROM CurrentMark m JOIN Place p ON p.id = m.placeId JOIN Person n ON n.id = p.personId
       WHERE m.sessionId = ?1 ORDER BY n.name`,
      sessionId,
    )
  const say = (screens: Record<string, string>, cookie = contact.cookie, session = sessionId) =>
    request(`/bookings/${reference}/together/${session}`, {
      cookie,
      form: Object.fromEntries(Object.entries(screens).map(([who, at]) => [`with-${id(who)}`, at && id(at)])),
    })
  return {
    event,
    school,
    contact,
    organiser,
    sessionId,
    reference,
    link,
    id,
    said,
    marks,
    say,
    meeting: `/organiser/meetings/${sessionId}`,
  }
}

it('once a session has begun a school says of its people at whose screen each watched, and the one whose screen it was says it by their own link; it marks nobody until an organiser has seen it', async () => {
  const { say, said, marks, link, contact, organiser, reference, meeting, sessionId } = await aSchoolOnline([
    'Ann Berry',
    'Bo Cole',
    'Cas Dean',
  ])
  const page = await request(`/bookings/${reference}/together`, { cookie: contact.cookie })
  expect([page.status, (await page.text()).includes('At the screen of Ann Berry')]).toEqual([200, true])
  expect((await say({ 'Bo Cole': 'Ann Berry' })).status).toBe(303)
  // Folded, it says for itself whom to call about a child, to a screen reader too.
  expect(await (await request(link)).text()).toMatch(/<details.*id="names-concern".*aria-describedby="names-hint names-concern"/s)
  expect((await request(link, { form: { who: 'together', names: ' cas  DEAN \n' } })).status).toBe(303)
  expect(await said()).toEqual([
    { who: 'Bo Cole', screen: 'Ann Berry', saidBy: 'school' },
    { who: 'Cas Dean', screen: 'Ann Berry', saidBy: 'delegate' },
  ])
  expect(await marks()).toEqual([])
  const shown = async () => (await request(meeting, { cookie: organiser.cookie })).text()
  expect(await shown()).toContain('They can be marked once a report shows the person at whose screen they were')
  const act = anAct({ now: new Date(), actor: organiser.actor })
  const read = await importReport(act, { sessionId, bytes: fileOf(whole) })
  const report = `${meeting}/reports/${read.ok ? read.value.id : ''}`
  // Nobody of them is left to be marked as absent.
  expect(await (await request(report, { cookie: organiser.cookie })).text()).not.toContain('as absent')
  await request(report, { cookie: organiser.cookie, form: { turn: '0', absent: 'yes' } })
  expect(await marks()).toEqual([{ name: 'Ann Berry', said: 'attended report' }])
  expect(await shown()).toContain('Mark 2 people as stated')
  expect((await request(`${meeting}/said`, { cookie: organiser.cookie, form: {} })).status).toBe(303)
  expect(await marks()).toEqual([
    { name: 'Ann Berry', said: 'attended report' },
    { name: 'Bo Cole', said: 'attended stated' },
    { name: 'Cas Dean', said: 'attended stated' },
  ])
  expect((await request(`${meeting}/said`, { cookie: organiser.cookie, form: {} })).status).toBe(409)
  const [one] = await rows(`SELECT after FROM Log WHERE act = 'meeting.said_together' AND after LIKE '%delegate%'`)
  expect(JSON.stringify(one)).not.toMatch(/Cas|Dean/)
})

it('those who came as stated are counted apart in the results of the event', async () => {
  const { say, organiser, event, meeting, sessionId } = await aSchoolOnline(['Ann Berry', 'Bo Cole'])
  await say({ 'Bo Cole': 'Ann Berry' })
  const act = anAct({ now: new Date(), actor: organiser.actor })
  const read = await importReport(act, { sessionId, bytes: fileOf(whole) })
  await request(`${meeting}/reports/${read.ok ? read.value.id : ''}`, { cookie: organiser.cookie, form: { turn: '0' } })
  await request(`${meeting}/said`, { cookie: organiser.cookie, form: {} })
  const file = await (await request(`/organiser/events/${event.code}/results.csv`, { cookie: organiser.cookie })).text()
  expect(file).toContain('Came with a place,,,2')
  expect(file).toContain('Joined on a colleague’s screen,,,1')
})

it('whoever is said to have watched together is of one school and has a place at the session, and is not marked as absent by a report', async () => {
  const { say, said, link, contact, id, reference, sessionId } = await aSchoolOnline(['Ann Berry', 'Bo Cole', 'Cas Dean'])
  const other = await aSchoolOnline(['Di Eve'])
  // Neither by a name of another school, nor by nobody's, nor by an id that was put into the form.
  for (const names of ['Di Eve', 'Nobody Known', '', 'Ann Berry']) {
    const answer = await request(link, { form: { who: 'together', names } })
    expect([names, answer.status]).toEqual([names, 422])
  }
  const put = await request(`/bookings/${reference}/together/${sessionId}`, {
    cookie: contact.cookie,
    form: { [`with-${id('Bo Cole')}`]: other.id('Di Eve') },
  })
  expect(put.status).toBe(409)
  expect((await say({ 'Bo Cole': 'Ann Berry' }, other.contact.cookie)).status).toBe(404)
  // A screen is of somebody who joined.
  const chain = await say({ 'Bo Cole': 'Ann Berry', 'Ann Berry': 'Cas Dean' })
  expect([chain.status, (await chain.text()).includes('choose the person who joined')]).toEqual([409, true])
  expect(await said()).toEqual([])
  // What was said by mistake is said otherwise, and the row before stands.
  await say({ 'Bo Cole': 'Ann Berry' })
  await say({ 'Bo Cole': 'Cas Dean' })
  await say({ 'Bo Cole': '' })
  expect(await said()).toEqual([])
  expect(await rows('SELECT COUNT(*) AS n FROM WatchedTogether WHERE sessionId = ?1', sessionId)).toEqual([{ n: 2 }])
  const early = await aSchoolOnline(['Ann Berry', 'Bo Cole'], { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T09:30:00.000Z' })
  const page = await request(`/bookings/${early.reference}/together`, { cookie: early.contact.cookie })
  expect(await page.text()).toContain('There is nothing to say yet')
})

it('what was said of one session stands in its form after that of another was refused', async () => {
  const middle = new Date(end - 3_600_000).toISOString()
  const { event, say, contact } = await aSchoolOnline(['Ann Berry', 'Bo Cole', 'Cas Dean'], {
    sessions: [
      { startsAt: hours.startsAt, endsAt: middle, title: 'Morning' },
      { startsAt: middle, endsAt: hours.endsAt, title: 'Afternoon' },
    ],
  })
  const [, afternoon] = event.sessions
  await say({ 'Bo Cole': 'Ann Berry' }, contact.cookie, afternoon?.id)
  const refused = await say({ 'Ann Berry': '', 'Bo Cole': 'Cas Dean', 'Cas Dean': 'Ann Berry' })
  const chosen = [...(await refused.text()).matchAll(/<option[^>]* selected[^>]*>([^<]*)/g)].map(([, text]) => text)
  const nobody = 'At their own screen, or not there'
  expect([refused.status, chosen]).toEqual([
    409,
    [nobody, 'At the screen of Cas Dean', 'At the screen of Ann Berry', nobody, 'At the screen of Ann Berry', nobody],
  ])
})

it('by the link of a place twenty names can be tried in an hour, so that nobody finds out by it who else is coming', async () => {
  const { link, said } = await aSchoolOnline(['Ann Berry', 'Bo Cole'])
  const tried = async (names: string) => (await request(link, { form: { who: 'together', names } })).status
  for (let n = 1; n <= 20; n += 1) expect(await tried(`Nobody ${n}`)).toBe(422)
  expect([await tried('Bo Cole'), await said()]).toEqual([409, []])
})

it('names that are tried in one form count each by itself', async () => {
  const { link, said } = await aSchoolOnline(['Ann Berry', 'Bo Cole'])
  const tried = async (names: string) => (await request(link, { form: { who: 'together', names } })).status
  const many = Array.from({ length: 15 }, (_, n) => `Nobody ${n}`).join('\n')
  expect([await tried(many), await tried(many), await tried('Bo Cole')]).toEqual([422, 409, 303])
  expect(await said()).toHaveLength(1)
})

it('two who say at once at whose screen somebody was are not both kept; without the index they would be', async () => {
  const both = async (guarded: boolean) => {
    const { event, school, sessionId, id, said } = await aSchoolOnline(['Ann Berry', 'Bo Cole', 'Cas Dean'])
    const act = anAct({ now: new Date() })
    const watchers = await readNow(db, selectWatchers(db, { placeId: id('Ann Berry') }, new Date()))
    const of = { sessionId, eventId: event.id, schoolId: school.id, by: 'school' as const }
    if (!guarded) await run('DROP INDEX WatchedTogether_once')
    const other = () => sayTogether(act, of, watchers, new Map([[id('Bo Cole'), id('Ann Berry')]]))
    const second = await sayTogether({ ...act, db: before(1, other) }, of, watchers, new Map([[id('Bo Cole'), id('Cas Dean')]]))
    return [second, (await said()).map(({ screen }) => screen)]
  }
  expect(await both(true)).toEqual([{ ok: false, reason: 'changed' }, ['Ann Berry']])
  expect(await both(false)).toEqual([{ ok: true, value: 1 }, ['Ann Berry', 'Cas Dean']])
})
