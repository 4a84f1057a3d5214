// What organisers do with people: find, compare, make one, undo, correct.

import { beforeAll, expect, it } from 'vitest'
import { comparePeople } from '#people/people/compare-people.ts'
import { comparisonHash } from '#people/people/merge-people.ts'
import { anAccount, anAct, anEvent, aSchool, counting, htmlOf, leadsTo, request, rows, tripsOf } from '#test/support/factories.ts'
import { add } from '#test/support/rows.ts'
import { aPlace } from '#test/worker/attendance/coverage/world.ts'
import { movable } from './movable.ts'

let cookie = ''
beforeAll(async () => {
  cookie = (await anAccount({ roles: ['organiser'] })).cookie
})

const aNamed = async (name: string, email: string | null): Promise<string> => {
  const id = await add('Person', { name, email })
  return id
}

const textOf = async (path: string): Promise<string> => (await request(path, { cookie })).text()
const seenFor = (page: string, keep: string): string => {
  const form = page.split('<form').find((part) => part.includes(`name="keep" value="${keep}"`)) ?? ''
  return form.match(/name="seen" value="([0-9a-f]+)"/)?.[1] ?? ''
}

it('people are found by name, by address and by school, a page at a time', async () => {
  const school = await aSchool({ name: 'Brynsierra Community School' })
  const id = await aNamed('Ffion Ó’Dowd', 'ffion@brynsierra.sch.uk')
  await aPlace(await anEvent(), school, { personId: id })
  await aNamed('Someone Else', 'else@nowhere.sch.uk')
  for (const query of ['q=ffion', 'q=BRYNSIERRA.SCH', 'school=brynsierra', 'q=dowd&school=bryn'])
    expect([query, (await textOf(`/organiser/people?${query}`)).includes('Ffion Ó’Dowd')]).toEqual([query, true])
  for (const query of [
    'q=zzz',
    'q=ffion&school=zzz',
    `q=${'%25'.repeat(60)}`,
    `q=${encodeURIComponent(`' OR 1=1 --`)}`,
    `school=${'_'.repeat(80)}`,
  ])
    expect([query, (await textOf(`/organiser/people?${query}`)).includes('Nobody is known by that')]).toEqual([query, true])
  const counted = counting()
  await request('/organiser/people?q=ffion', { cookie, bindings: { DB: counted.db } })
  const one = counted.trips()
  expect(await tripsOf((on) => request('/organiser/people', { cookie, bindings: { DB: on } }))).toBe(one)
})

// “Likely duplicates are listed: one address with like names, and like names at one school, also
// without any address; not two colleagues at an office address.”
it('likely duplicates: one address with like names, and like names at one school, also without any address; not two colleagues at an office address', async () => {
  const school = await aSchool()
  const [jane, jenny] = [await aNamed('Jane Prosser', 'office@hope.sch.uk'), await aNamed('J. Prosser', 'office@hope.sch.uk')]
  const tom = await aNamed('Tom Webb', 'office@hope.sch.uk')
  const [here, there] = [await aNamed('Carys Vaughan', 'carys@a.sch.uk'), await aNamed('carys vaughan', 'c.vaughan@b.sch.uk')]
  await aPlace(await anEvent(), school, { personId: here })
  await aPlace(await anEvent(), school, { personId: there })
  await comparePeople(anAct())
  const page = await textOf('/organiser/people')
  const pair = (one: string, other: string): boolean =>
    page.includes(`compare?one=${one}&amp;other=${other}`) || page.includes(`compare?one=${other}&amp;other=${one}`)
  expect(pair(jane, jenny)).toBe(true)
  expect(pair(here, there)).toBe(true)
  expect(pair(jane, tom)).toBe(false)
  // Two records without any address, with like names.
  const [ann, anne] = [await aNamed('Ann Probert', null), await aNamed('Anne Probert', null)]
  for (const personId of [ann, anne]) await aPlace(await anEvent(), school, { personId })
  await comparePeople(anAct())
  const again = await textOf('/organiser/people')
  expect(again.includes(`compare?one=${ann}&amp;other=${anne}`)).toBe(true)
})

it('an organiser compares two records, makes them one and undoes it; each page says what will happen', async () => {
  const school = await aSchool()
  const [kept, other] = [await aNamed('Owain Bevan', 'owain@new.sch.uk'), await aNamed('Owain Bevan', 'owain@old.sch.uk')]
  const event = await anEvent({ title: 'Record keeping day' })
  const placeId = await aPlace(event, school, { personId: other })
  const compared = `/organiser/people/compare?one=${kept}&other=${other}`
  const page = await textOf(compared)
  expect(page).toContain('Record keeping day')
  expect(page).toContain('1 place')
  const form = { keep: kept, other, seen: seenFor(page, kept) }
  expect(await leadsTo(request(compared, { cookie, form }))).toBe(`/organiser/people/${kept}`)
  expect(await rows('SELECT personId FROM Place WHERE id = ?1', placeId)).toEqual([{ personId: kept }])
  // Pressed twice: there is nothing to compare any more, and nothing is done twice.
  expect(await leadsTo(request(compared, { cookie, form }))).toBe('/organiser/people')
  expect(await textOf(`/organiser/people/${other}`)).toContain('This record was merged into')
  expect(await textOf(`/organiser/people?q=owain`)).not.toContain('owain@old.sch.uk')
  const [merge] = await rows<{ id: string }>('SELECT id FROM PersonMerge WHERE mergedId = ?1', other)
  const undoPage = `/organiser/people/merges/${merge?.id}/undo`
  expect(await textOf(undoPage)).toContain('1 place')
  expect((await request(undoPage, { cookie, form: {}, method: 'POST' })).status).toBe(303)
  expect(await rows('SELECT personId FROM Place WHERE id = ?1', placeId)).toEqual([{ personId: other }])
  expect(await textOf(undoPage)).not.toContain('Undo the merge')
  expect(await htmlOf(request(undoPage, { cookie, form: {}, method: 'POST' }), 409)).toContain('This was undone already')
})

it('a record without an address is not kept at the cost of one that has it', async () => {
  const [without, withOne] = [await aNamed('Bethan Lloyd', null), await aNamed('Bethan Lloyd', 'bethan@a.sch.uk')]
  const compared = `/organiser/people/compare?one=${without}&other=${withOne}`
  const page = await textOf(compared)
  expect(page).not.toContain(`name="keep" value="${without}"`)
  const seen = await comparisonHash(await movable(without), await movable(withOne))
  const refused = await request(compared, { cookie, form: { keep: without, other: withOne, seen } })
  expect(refused.status).toBe(409)
  expect(await refused.text()).toContain('Keep the record that has an address')
  expect((await request(compared, { cookie, form: { keep: withOne, other: without, seen: seenFor(page, withOne) } })).status).toBe(303)
})

// “The event is named.”
it('two live places at one event are named, with the event, and there is no button', async () => {
  const school = await aSchool()
  const [one, other] = [await aNamed('Nia Morgan', 'nia@a.sch.uk'), await aNamed('Nia Morgan', 'nia@b.sch.uk')]
  const event = await anEvent({ title: 'Clashing conference' })
  await aPlace(event, school, { personId: one })
  await aPlace(event, school, { personId: other })
  const page = await textOf(`/organiser/people/compare?one=${one}&other=${other}`)
  expect(page).toContain('Clashing conference')
  expect(page).toContain('one person can have one place')
  expect(page).not.toContain('name="keep"')
})

it('what was booked between the comparison and the button is shown before anything moves', async () => {
  const school = await aSchool()
  const [kept, other] = [await aNamed('Elin Rowe', 'elin@a.sch.uk'), await aNamed('Elin Rowe', 'elin@b.sch.uk')]
  const compared = `/organiser/people/compare?one=${kept}&other=${other}`
  const page = await textOf(compared)
  await aPlace(await anEvent({ title: 'Booked meanwhile' }), school, { personId: other })
  const text = await htmlOf(request(compared, { cookie, form: { keep: kept, other, seen: seenFor(page, kept) } }), 409)
  expect(text).toContain('Something about one of them has changed since you opened this page')
  expect(text).toContain('Booked meanwhile')
})

// “The email address is the person’s own to change.”
it('an organiser corrects a name and a telephone number; the log holds neither', async () => {
  const id = await aNamed('Sian Pritchrad', 'sian@c.sch.uk')
  const correct = (form: Record<string, string>) => request(`/organiser/people/${id}/correct`, { cookie, form })
  expect((await correct({ name: '', telephone: 'ring me' })).status).toBe(422)
  expect((await correct({ name: ' Siân  Pritchard ', telephone: '01432 260000' })).status).toBe(303)
  expect(await rows('SELECT name, telephone, email FROM Person WHERE id = ?1', id)).toEqual([
    { name: 'Siân Pritchard', telephone: '01432 260000', email: 'sian@c.sch.uk' },
  ])
  const [logged] = await rows<{ act: string; after: string }>('SELECT act, after FROM Log WHERE subjectId = ?1', id)
  expect(logged).toEqual({ act: 'person.corrected', after: '{"changed":["name","telephone"]}' })
})
