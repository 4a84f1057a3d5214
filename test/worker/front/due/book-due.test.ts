// A school, or whoever acts for several, books everybody who is due on one page.
import { expect, it } from 'vitest'
import { anAccount, aSchool, request, rows, run, tick } from '#test/support/factories.ts'
import { anAgreement, aPriceList, setCentral, setPrice } from '#test/support/money.ts'
import { plain } from '#test/support/plain.ts'
import { add } from '#test/support/rows.ts'
import { aDelegate } from '#test/support/school-facts.ts'
import { setTerms, someTerms } from '#test/worker/booking/pricing/terms.ts'
import { aRole, leadTraining } from '../../attendance/requirements/world.ts'
import { aTrust } from '../trusts/world.ts'

type Event = Awaited<ReturnType<typeof leadTraining>>

const aLead = async (
  school: { id: string },
  name: string,
  email = `${name.split(' ')[0]?.toLowerCase()}@${school.id.slice(-6)}.example`,
) => {
  const personId = await add('Person', { name, email })
  await aRole(personId, school)
  return personId
}

/** A training that only these tests know of, so that no other date is suggested. */
const aTraining = async (day: string, facts: Parameters<typeof leadTraining>[1] & { priceId?: string; termsId?: string } = {}) => {
  const { priceId, termsId, ...more } = facts
  const event = await leadTraining(day, { capacity: 20, placesPerSchool: null, ...more })
  if (priceId) await setPrice(event.id, priceId, null)
  if (termsId) await setTerms(event.id, termsId)
  return event
}

const endOf = (event: Event) => run(`UPDATE Event SET state = 'cancelled', cancelledAt = ?2 WHERE id = ?1`, event.id, tick().toISOString())

const unescaped = (text: string) => text.replaceAll('&quot;', '"').replaceAll('&amp;', '&')

/** The page with its form as a browser would send it. */
const seen = async (response: Response) => {
  const html = await response.text()
  const form: Record<string, string> = {}
  for (const [, name = '', value = ''] of html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g))
    form[name] = unescaped(value)
  for (const [, name = '', options = ''] of html.matchAll(/<select[^>]* name="([^"]+)"[^>]*>(.*?)<\/select>/gs))
    form[name] = /<option value="([^"]*)" selected/.exec(options)?.[1] ?? ''
  const button = /<button[^>]*class="govuk-button"[^>]*>([^<]*)/.exec(html.slice(html.indexOf('name="chosen"')))?.[1]?.trim()
  return { status: response.status, html, page: plain(html), form, button, location: response.headers.get('location') }
}

const open = async (at: string, cookie: string) => seen(await request(at, { cookie }))
const press = async (at: string, cookie: string, form: Record<string, string>) => seen(await request(at, { cookie, form }))

const booked = (event: Event) =>
  rows<{ school: string; name: string; state: string }>(
    `SELECT s.name AS school, n.name, p.state FROM Place p JOIN School s ON s.id = p.schoolId LEFT JOIN Person n ON n.id = p.personId
     WHERE p.eventId = ?1 ORDER BY s.name, n.name`,
    event.id,
  )

const aSchoolWith = async (...names: string[]) => {
  const school = await aSchool()
  const { cookie } = await anAccount({ schoolIds: [school.id], email: `office-${school.id.slice(-6)}@example.sch.uk` })
  const people: string[] = []
  for (const name of names) people.push(await aLead(school, name))
  return { ...school, cookie, people, at: `/school/${school.id}/due` }
}

// “Whoever is due is booked with one press, for the sum that is shown; what is refused stops nothing else.”
it('a school books those who are due with one press, for the sum that is shown, and the same form books once', async () => {
  const school = await aSchoolWith('Sunita Rao', 'Raj Patel')
  const priceId = (await aPriceList({ defaultPence: 9_500 })).id
  const event = await aTraining('2099-03-02', { priceId, termsId: await someTerms() })
  const home = await open(`/school/${school.id}`, school.cookie)
  expect(home.page).toContain('Book the 2 who are due')
  const page = await open(school.at, school.cookie)
  expect(page.page).toContain('Sunita Rao')
  const [sum] = /Book 2 places for £[\d.]+/.exec(page.page) ?? []
  expect(page.button).toBe(sum)
  const without = await press(school.at, school.cookie, page.form)
  expect([without.status, without.page.includes('Say that you have authority to spend')]).toEqual([422, true])
  expect(await booked(event)).toEqual([])
  const form = { ...page.form, authority: 'yes' }
  const both = await Promise.all([press(school.at, school.cookie, form), press(school.at, school.cookie, form)])
  expect(both.map(({ status }) => status)).toEqual([303, 303])
  expect(await booked(event)).toEqual([
    { school: school.name, name: 'Raj Patel', state: 'confirmed' },
    { school: school.name, name: 'Sunita Rao', state: 'confirmed' },
  ])
  const [owed] = await rows<{ pence: number }>('SELECT SUM(pence + vatPence) AS pence FROM LedgerLine WHERE eventId = ?1', event.id)
  expect(sum).toBe(`Book 2 places for £${((owed?.pence ?? 0) / 100).toFixed(2)}`)
  // Much later, too.
  expect((await press(school.at, school.cookie, form)).status).toBe(303)
  expect(await booked(event)).toHaveLength(2)
  const after = await open(school.at, school.cookie)
  expect([after.button, after.page.includes('Lead and deputies: Prevent awareness No date yet')]).toEqual([undefined, true])
  await endOf(event)
})

it('another choice is shown with its sum before it is booked, and whoever is left out is not booked', async () => {
  const school = await aSchoolWith('Ann Price', 'Bob Hill')
  const priceId = (await aPriceList({ defaultPence: 5_000 })).id
  const [march, may] = [await aTraining('2099-03-03', { priceId }), await aTraining('2099-05-03', { priceId })]
  const page = await open(school.at, school.cookie)
  const [ann = '', bob = ''] = school.people.map((id) => Object.keys(page.form).find((name) => name.startsWith('at-') && name.includes(id)))
  expect([page.form[ann], page.form[bob]]).toEqual([march.code, march.code])
  const changed = await press(school.at, school.cookie, { ...page.form, [ann]: may.code, [bob]: '' })
  expect(changed.status).toBe(200)
  expect(changed.button).toMatch(/^Book 1 place for £/)
  expect([await booked(march), await booked(may)]).toEqual([[], []])
  const done = await press(school.at, school.cookie, changed.form)
  expect([done.status, done.location?.startsWith('/bookings/')]).toEqual([303, true])
  expect([await booked(march), (await booked(may)).map(({ name }) => name)]).toEqual([[], ['Ann Price']])
  const none = await open(school.at, school.cookie)
  const nobody = await press(school.at, school.cookie, { ...none.form, [bob]: '' })
  expect((await press(school.at, school.cookie, nobody.form)).page).toContain('Choose a date for at least one person')
  await endOf(march)
  await endOf(may)
})

it('a date on which somebody has another place, or the school a staff day, is passed over and said', async () => {
  const school = await aSchoolWith('Cleo Day', 'Dan Moor')
  const [march, april, may] = [await aTraining('2099-03-04'), await aTraining('2099-04-04'), await aTraining('2099-05-04')]
  const other = await leadTraining('2099-03-04', { title: 'Prevent briefing', topicId: 'prevent' })
  const delegate = await aDelegate(other, school.id)
  await run('UPDATE Place SET personId = ?2, namedAt = ?3 WHERE id = ?1', delegate.placeId, school.people[0] ?? '', tick().toISOString())
  await add('StaffDay', { schoolId: school.id, heldOn: '2099-04-04', what: 'INSET' })
  const page = await open(school.at, school.cookie)
  const dates = school.people.map((id) => Object.entries(page.form).find(([name]) => name.startsWith('at-') && name.includes(id))?.[1])
  expect(dates).toEqual([may.code, march.code])
  expect(page.page).toContain(
    'Cleo Day has another place on 4 March 2099: Prevent briefing. 4 April 2099 is a staff day of the school: INSET.',
  )
  // What came meanwhile is said, and the others are booked.
  await add('StaffDay', { schoolId: school.id, heldOn: '2099-05-04', what: 'Moderation' })
  const late = await press(school.at, school.cookie, page.form)
  expect(late.status).toBe(409)
  expect(late.page).toMatch(/Booked: Dan Moor \(Lead training\), \w+\. 4 May 2099 is a staff day of the school: Moderation\./)
  expect([(await booked(march)).map(({ name }) => name), await booked(may)]).toEqual([['Dan Moor'], []])
  for (const event of [march, april, may, other]) await endOf(event)
})

it('of two for one date, one of whom has another place meanwhile, one press books the other for no more than was shown', async () => {
  const school = await aSchoolWith('Cleo Day', 'Dan Moor')
  const march = await aTraining('2099-03-06', { priceId: (await aPriceList({ basisPoints: 0, defaultPence: 5_000 })).id })
  const other = await leadTraining('2099-03-06', { title: 'Prevent briefing', topicId: 'prevent' })
  const page = await open(school.at, school.cookie)
  expect(page.button).toBe('Book 2 places for £100.00')
  const delegate = await aDelegate(other, school.id)
  await run('UPDATE Place SET personId = ?2, namedAt = ?3 WHERE id = ?1', delegate.placeId, school.people[0] ?? '', tick().toISOString())
  const done = await press(school.at, school.cookie, page.form)
  expect(done.page).toMatch(/Booked: Dan Moor \(Lead training\), \w+\. Cleo Day has another place on 6 March 2099: Prevent briefing\./)
  expect((await booked(march)).map(({ name }) => name)).toEqual(['Dan Moor'])
  expect(
    await rows(
      'SELECT q.pence FROM PlacePrice q JOIN Place p ON p.id = q.placeId WHERE p.eventId = ?1 AND q.supersededAt IS NULL',
      march.id,
    ),
  ).toEqual([{ pence: 5_000 }])
  for (const event of [march, other]) await endOf(event)
})

it('what became full or dearer meanwhile is refused and said with what can be booked now; the rest is booked', async () => {
  const school = await aSchoolWith('Eve Long', 'Fay Short')
  const priceId = (await aPriceList({ defaultPence: 5_000 })).id
  const [march, may] = [await aTraining('2099-03-05', { capacity: 1 }), await aTraining('2099-05-05', { priceId })]
  const page = await open(school.at, school.cookie)
  // One place is left in March, so the second has a date in May.
  expect(
    Object.entries(page.form)
      .filter(([name]) => name.startsWith('at-'))
      .map(([, code]) => code)
      .toSorted(),
  ).toEqual([march.code, may.code].toSorted())
  await aDelegate(march, (await aSchool()).id)
  const done = await press(school.at, school.cookie, page.form)
  expect(done.status).toBe(409)
  expect(done.page).toContain('This event is full.')
  expect(done.page).toMatch(/Booked: (Eve Long|Fay Short) \(Lead training\), \w+\. Not booked: (Eve Long|Fay Short) \(Lead training\)/)
  expect(await booked(may)).toHaveLength(1)
  // The other’s next date is in May, which gets dearer.
  const next = { ...done.form }
  expect(done.button).toMatch(/^Book 1 place for £/)
  const dearer = (await aPriceList({ defaultPence: 7_000 })).id
  await setPrice(may.id, dearer, null)
  const refused = await press(school.at, school.cookie, next)
  expect([refused.status, refused.page.includes('Nothing was booked.')]).toEqual([409, true])
  expect(refused.button).not.toBe(done.button)
  expect((await press(school.at, school.cookie, refused.form)).status).toBe(303)
  expect(await booked(may)).toHaveLength(2)
  await endOf(march)
  await endOf(may)
})

it('eight schools of a trust are booked on one page with one press, by the agreement while it lasts', async () => {
  const names = ['Ash', 'Birch', 'Cedar', 'Damson', 'Elm', 'Fir', 'Gorse', 'Holly']
  const trust = await aTrust(names, { sector: 'academy' })
  for (const school of trust.schools) await aLead(school, `Lead of ${school.name}`)
  await anAgreement({ trustUid: trust.uid }, { places: 3 })
  await setCentral(trust.uid)
  const event = await aTraining('2099-03-06', { priceId: (await aPriceList({ defaultPence: 5_000 })).id, termsId: await someTerms() })
  const page = await open('/school/due', trust.cookie)
  expect([page.status, page.button?.startsWith('Book 8 places for £')]).toEqual([200, true])
  expect(page.page.match(/1 place, nothing to pay/g)).toHaveLength(3)
  expect(page.page.match(/Covered by your agreement/g)).toHaveLength(3)
  expect(page.page).toContain('Ash, Leominster')
  // Who pays is said as a booking says it.
  expect(page.page.match(/1 place, £[\d.]+\. The council sends the trust, Hedgerow Trust, an invoice\./g)).toHaveLength(5)
  const done = await press('/school/due', trust.cookie, { ...page.form, authority: 'yes' })
  expect([done.status, done.location]).toEqual([303, '/school'])
  expect((await booked(event)).map(({ school }) => school)).toEqual(names)
  const [owed] = await rows<{ pence: number }>('SELECT SUM(pence + vatPence) AS pence FROM LedgerLine WHERE eventId = ?1', event.id)
  expect(
    await rows(
      'SELECT DISTINCT y.payerId, y.route FROM BookingPayer y JOIN Booking b ON b.id = y.bookingId WHERE b.eventId = ?1',
      event.id,
    ),
  ).toEqual([{ payerId: `payer-of-trust-${trust.uid}`, route: 'invoice' }])
  expect(page.button).toBe(`Book 8 places for £${((owed?.pence ?? 0) / 100).toFixed(2)}`)
  await endOf(event)
})

it('an event that moved after the page was opened is booked only once its new day was shown', async () => {
  const school = await aSchoolWith('Mo Early')
  const event = await aTraining('2099-03-10')
  const page = await open(school.at, school.cookie)
  await run(`UPDATE Session SET startsAt = '2099-04-10T08:30:00.000Z', endsAt = '2099-04-10T15:00:00.000Z' WHERE eventId = ?1`, event.id)
  await run('UPDATE Event SET version = version + 1 WHERE id = ?1', event.id)
  const moved = await press(school.at, school.cookie, page.form)
  expect([moved.status, moved.page.includes('Nothing was booked. Not booked: Mo Early (Lead training): ')]).toEqual([409, true])
  expect([moved.page.includes('10 April 2099 Do not book now'), await booked(event)]).toEqual([true, []])
  expect((await press(school.at, school.cookie, moved.form)).status).toBe(303)
  expect((await booked(event)).map(({ name }) => name)).toEqual(['Mo Early'])
  await endOf(event)
})

it('where no more mail is taken the page says so, nothing is booked, and the same form books later', async () => {
  const school = await aSchoolWith('Jo Late')
  const event = await aTraining('2099-03-09')
  const page = await open(school.at, school.cookie)
  expect(page.page).toContain('One event is booked for all of a school’s people whom its date still fits, or for none of them')
  const [{ sql } = { sql: '' }] = await rows<{ sql: string }>(`SELECT sql FROM sqlite_master WHERE name = 'LimitUse_within_limit'`)
  await run('DROP TRIGGER LimitUse_within_limit')
  await run(
    `CREATE TRIGGER LimitUse_within_limit BEFORE INSERT ON LimitUse WHEN NEW.key LIKE 'mails:%' BEGIN SELECT RAISE(ABORT, 'too_much_mail'); END`,
  )
  const refused = await press(school.at, school.cookie, page.form)
  await run('DROP TRIGGER LimitUse_within_limit')
  await run(sql)
  expect([refused.status, refused.page.includes('Nothing was booked. Not booked: Jo Late (Lead training): ')]).toEqual([409, true])
  expect(await booked(event)).toEqual([])
  expect((await press(school.at, school.cookie, refused.form)).status).toBe(303)
  expect((await booked(event)).map(({ name }) => name)).toEqual(['Jo Late'])
  await endOf(event)
})

it('another school’s page and people do not exist, and an event with questions is booked by its own form', async () => {
  const [school, other] = [await aSchoolWith('Gil Own'), await aSchoolWith('Hal Else')]
  const event = await aTraining('2099-03-07')
  expect((await open(other.at, school.cookie)).status).toBe(404)
  const page = await open(school.at, school.cookie)
  const own = Object.keys(page.form).find((name) => name.startsWith('at-')) ?? ''
  const theirs = own.replace(school.id, other.id).replace(school.people[0] ?? '', other.people[0] ?? '')
  const among = own.replace(school.people[0] ?? '', other.people[0] ?? '')
  for (const name of [theirs, among]) {
    const sent = await press(school.at, school.cookie, { ...page.form, [own]: '', [name]: event.code, chosen: '' })
    expect(sent.page).not.toContain('Hal Else')
  }
  expect(await booked(event)).toEqual([])
  await add('EventQuestion', { eventId: event.id, position: 1, scope: 'booking', kind: 'text', label: 'Parking?', required: 1 })
  const asks = await open(school.at, school.cookie)
  expect(asks.page).toContain('Not booked on this page')
  expect(asks.html).toContain(`href="/events/${event.code}/book?school=${school.id}"`)
  await endOf(event)
})

it('two colleagues who press at once book each person once, and somebody at two schools is booked by one', async () => {
  const [school, second] = [await aSchoolWith('Ida Both'), await aSchool()]
  await aRole(school.people[0] ?? '', second)
  const event = await aTraining('2099-03-08')
  const { cookie } = await anAccount({ schoolIds: [school.id, second.id], email: `both-${school.id.slice(-6)}@example.sch.uk` })
  const [mine, theirs] = [await open(school.at, school.cookie), await open('/school/due', cookie)]
  expect([mine.button, theirs.button]).toEqual(['Book 1 place', 'Book 1 place'])
  const both = await Promise.all([press(school.at, school.cookie, mine.form), press('/school/due', cookie, theirs.form)])
  expect(both.map(({ status }) => status).toSorted()).toEqual([303, 409])
  const refused = both.find(({ status }) => status === 409)
  expect(refused?.page).toContain('Nothing was booked. Not booked: Ida Both (Lead training): ')
  expect(await booked(event)).toHaveLength(1)
  await endOf(event)
})
