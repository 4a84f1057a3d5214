// A school that opens, and one that closes, on a day that comes before GIAS changes the status of either: every page follows the day.

import { expect, it } from 'vitest'
import { noteClockRan } from '#base/council/health-store.ts'
import { readSet } from '#correspondence/mailings/audience-store.ts'
import { anAccount, anAct, anEvent, aSchool, db, request, rows, run } from '#test/support/factories.ts'
import { pressed } from '#test/support/pressed.ts'
import { add } from '#test/support/rows.ts'
import { toSchools } from '#test/worker/correspondence/mailings/world.ts'
import { aChase } from '#test/worker/people/ladder/world.ts'
import { auditAll } from '#upkeep/audit/store.ts'

const [eve, theDay] = ['2026-08-31', '2026-09-01']
const comes = (day: string) => noteClockRan(db, new Date(`${day}T10:00:00.000Z`)).run()

await comes(eve)
const opening = await aSchool({ name: 'Meadow Free School', statusCode: '4', opensOn: theDay })
const closing = await aSchool({ name: 'Meadow Infants', statusCode: '3', opensOn: '1962-01-08', closesOn: theDay })
const office = await anAccount({ roles: ['administrator', 'officer', 'organiser'], name: 'Olive Officer' })
const teacher = await anAccount({ name: 'Tess Teacher' })
const event = await anEvent({ startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' })
for (const { id } of [opening, closing]) {
  await aChase(id, office.accountId, 'never_reached')
  await run('DELETE FROM SchoolStanding WHERE rootId = ?1', id)
  await add('SchoolStanding', { rootId: id, requirementId: 'lead' })
}

const page = async (path: string, cookie = office.cookie) => (await request(path, { cookie })).text()
const names = [opening.name, closing.name]
const named = (html: string): string[] => names.filter((name) => html.includes(name))

/** Which of the two each page names. */
const shown = async (day: string) => ({
  open: named(await page('/organiser/schools?q=meadow&state=open')),
  closed: named(await page('/organiser/schools?q=meadow&state=closed')),
  coverage: named(await page(`/coverage/schools?from=2025-09-01&to=${day}&answer=did-not`)),
  invited: (await readSet(anAct(), toSchools({ to: day }))).units.map(({ school }) => school.name),
  toFollowUp: named(await page('/organiser/chasing/lists/leads')),
  nextSteps: named(await page('/organiser/chasing')),
  roles: named(await page('/organiser/schools/people-in-roles')),
  toBookFor: named(await page(`/events/${event.code}/book`)),
  toActFor: named(await page('/school/claims/new', teacher.cookie)),
})

const pressing = async (html: string, button: string, typed: Record<string, string> = {}) => {
  const { to, fields } = pressed(html, button)
  const form = [...fields.filter(([name]) => !Object.hasOwn(typed, name)), ...Object.entries(typed)]
  return request(to, { cookie: office.cookie, form })
}

// “A school is open from its opening day and closed after its last, also where GIAS has not changed its status yet.”
it('a school is listed, followed up, invited and booked for from its opening day, and one that has closed no more', async () => {
  const on = (name: string) => ({
    ...{ open: [name], coverage: [name], invited: [name], toFollowUp: [name], roles: [name], toBookFor: [name], toActFor: [name] },
  })
  expect(await shown(eve)).toEqual({ ...on(closing.name), closed: [], nextSteps: names })
  await comes(theDay)
  expect(await shown(theDay)).toEqual({ ...on(opening.name), closed: [closing.name], nextSteps: [opening.name] })
  const form = await page(`/events/${event.code}/book?school=${opening.id}`)
  const asked = { contactName: 'Ann Lee', contactEmail: 'office@meadow.example', places: '1', naming: 'later' }
  const check = await (await pressing(form, 'Continue', asked)).text()
  expect((await pressing(check, 'Book this place')).status).toBe(303)
  expect(await rows('SELECT schoolId, state FROM Place WHERE eventId = ?1', event.id)).toEqual([
    { schoolId: opening.id, state: 'confirmed' },
  ])
  expect((await auditAll(db, new Date())).invariants.filter(({ ok }) => !ok)).toEqual([])
})

it('the page of a school says whether it is open, and beside the status in GIAS its first and last day', async () => {
  await comes(theDay)
  await add('SchoolIdentity', {
    id: 'once',
    schoolId: opening.id,
    urn: '198700',
    name: 'Meadow Studio',
    statusName: 'Open, but proposed to close',
    openDate: '1962-01-08',
    closeDate: '2026-08-31',
    validTo: '2026-09-02',
    learnedAt: '2026-01-05T09:00:00.000Z',
  })
  const html = await page(`/organiser/schools/${opening.id}`)
  expect(html).toContain('govuk-tag--green">Open</strong>')
  expect(html).toContain('>Open, but proposed to close, first day 8 Jan 1962, last day 31 Aug 2026</td>')
})
