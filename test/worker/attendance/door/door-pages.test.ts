import { afterEach, expect, it, vi } from 'vitest'
import { selectPack } from '#attendance/print/pack-store.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { anAccount, aSchool, db, htmlOf, request, rows, tick } from '#test/support/factories.ts'
import { textOf } from '#test/support/plain.ts'
import { aPlace } from '../attendance/places.ts'
import { aDoor } from './at-the-door.ts'

afterEach(() => void vi.useRealTimers())

/** An event whose day is today, by the clock of the run. */
const today = async (facts: Parameters<typeof aDoor>[0] = {}) => {
  const now = new Date('2026-06-12T09:00:00.000Z')
  vi.useFakeTimers({ toFake: ['Date'], now })
  const at = await aDoor(facts)
  const page = async (below = '', form?: Record<string, string | string[]>) =>
    request(`/door/${at.event.code}${below}`, { cookie: at.cookie, ...(form && { method: 'POST', form }) })
  const text = async (below = '') => await textOf(page(below))
  return { ...at, page, text }
}

it('whoever stands at the door sees who is expected, presses once, and sees them as here', async () => {
  const { delyth, page, text } = await today()
  expect(await text()).toContain('0 here, 0 left, 1 of 1 still expected')
  const pressed = await page('/arrivals', { id: newId(tick()), person: delyth.placeId, kind: 'arrived', how: 'tap' })
  expect([pressed.status, pressed.headers.get('location')?.replace(/^.*#/, '#')]).toEqual([303, `#p-${delyth.placeId}`])
  expect(await text()).toContain('1 here, 0 left, 0 of 1 still expected')
  expect(await text()).toContain('Last: Delyth Morgan, here since 10am')
  expect(await text('?show=all')).toMatch(/Delyth Morgan [^.]*\. Here since 10am Left/)
  expect(await text('/evacuation')).toContain('Delyth Morgan')
  await page('/arrivals', { id: newId(tick()), person: delyth.placeId, kind: 'left', how: 'tap' })
  expect(await text()).toContain('Last: Delyth Morgan, left at 10am')
  expect(await text('?show=all')).toContain('Left at 10am Back in')
  expect(await text('/evacuation')).not.toContain('Delyth Morgan')
})

// “Whoever has a place online stands apart at the door, and is not counted as expected in the
// room; if they come to the room after all, they are let in as anybody is.”
it('whoever has a place online stands apart, is not expected in the room, and is let in if they come to it after all', async () => {
  const { event, school, page, text, cookie } = await today({ attendanceMode: 'mixed', onlineCapacity: 10 })
  const { placeId } = await aPlace(event, school, { name: 'Gwen Parry', attendance: 'online' })
  expect(await text()).toContain('0 here, 0 left, 1 online, 1 of 1 still expected')
  const [room, online] = (await text()).split(/ Everyone | Also at check-in /)[1]?.split(' Online ') ?? []
  expect([room?.includes('Delyth Morgan'), room?.includes('Gwen Parry'), online?.includes('Gwen Parry')]).toEqual([true, false, true])
  expect(online).toContain('Has a place online')
  const snapshot = await (await request(`/door/${event.code}/snapshot`, { cookie })).json()
  const { people } = snapshot as { people: { name: string; comesOnline: boolean }[] }
  expect(Object.fromEntries(people.map(({ name, comesOnline }) => [name, comesOnline]))).toEqual({
    'Delyth Morgan': false,
    'Gwen Parry': true,
  })
  await page('/arrivals', { id: newId(tick()), person: placeId, kind: 'arrived', how: 'search' })
  expect(await text()).toContain('1 here, 0 left, 1 of 2 still expected')
  expect(await text('/evacuation')).toContain('Gwen Parry')
})

it('the register says of who is here since when, and of who has left how many minutes', async () => {
  const { event, delyth, page, cookie } = await today()
  const register = async () => await textOf(request(`/register/${event.sessions[0]?.id}`, { cookie }))
  await page('/arrivals', { id: newId(tick()), person: delyth.placeId, kind: 'arrived', how: 'tap' })
  expect(await register()).toContain('At check-in: here from 10am on.')
  expect(await register()).not.toMatch(/\d minutes? of this session/)
  vi.setSystemTime(new Date('2026-06-12T09:20:00.000Z'))
  await page('/arrivals', { id: newId(tick()), person: delyth.placeId, kind: 'left', how: 'tap' })
  expect(await register()).toMatch(/At check-in: here from 10am to 10:20am\. \d+ minutes of this session\./)
})

it('a place without a name is named and has arrived, and somebody else comes instead, each by one field', async () => {
  const { event, school, delyth, page, text } = await today()
  const unnamed = await aPlace(event, school, { unnamed: true })
  expect((await page(`/people/${unnamed.placeId}/name`, { id: newId(tick()), name: 'Mari Evans' })).status).toBe(303)
  expect(await text()).toContain('1 here, 0 left, 1 of 2 still expected')
  const empty = await page(`/people/${delyth.placeId}/instead`, { id: newId(tick()), person: newId(tick()), name: '' })
  expect([empty.status, (await empty.text()).includes('Enter their full name')]).toEqual([422, true])
  const instead = await page(`/people/${delyth.placeId}/instead`, { id: newId(tick()), person: newId(tick()), name: 'Nerys Pugh' })
  expect(instead.status).toBe(303)
  expect(await text()).toContain('Nerys Pugh')
  expect(await text('?show=all')).toMatch(/2 here, 0 left, 0 of 2 still expected.*Someone came instead/)
  expect(await rows('SELECT insteadOfId FROM WalkIn WHERE eventId = ?1 LIMIT 1', event.id)).toEqual([{ insteadOfId: delyth.placeId }])
  // “Their register says that someone came instead, and no sign-in sheet, badge or list is
  // printed for them.”
  const { cookie } = await anAccount({ roles: ['organiser'] })
  const shown = async (below: string) => await textOf(request(`/register/${event.sessions[0]?.id}${below}`, { cookie }))
  expect(await shown('')).toMatch(/Delyth Morgan (?:(?!Mari Evans|Nerys Pugh).)*?Someone came instead/)
  expect([await shown('/sheet'), (await readNow(db, selectPack(db, event.code, new Date())))?.people.map(({ name }) => name)]).toEqual([
    expect.not.stringContaining('Delyth Morgan'),
    ['Mari Evans'],
  ])
  expect(await shown('/sheet')).toContain('Mari Evans')
})

it('somebody who is not on the list is added with a school of the event, and a mistake keeps what was typed', async () => {
  const { event, school, page, text } = await today()
  const fields = { id: newId(tick()), person: newId(tick()), name: 'Nerys Pugh', roleId: '', schoolId: '', organisation: '' }
  expect(await htmlOf(page('/walk-ins', fields), 422)).toContain('value="Nerys Pugh"')
  expect((await page('/walk-ins', { ...fields, schoolId: school.id })).status).toBe(303)
  expect(await text()).toContain('1 here, 0 left, 1 of 2 still expected')
  expect(await rows('SELECT DISTINCT schoolId FROM WalkIn WHERE eventId = ?1', event.id)).toEqual([{ schoolId: school.id }])
})

it('a search is kept out of addresses, and finds names and schools without accents', async () => {
  const { event, page, cookie } = await today()
  const other = await aSchool({ name: 'Ysgol Gynradd Tŷ Mawr' })
  await aPlace(event, other, { name: 'Siân Llŷr' })
  const found = await page('', { q: 'sian' })
  expect(found.headers.get('location')).not.toContain('sian')
  const search = [cookie, ...found.headers.getSetCookie().map((one) => one.split(';')[0])].join('; ')
  const body = await (await request(found.headers.get('location') ?? '', { cookie: search })).text()
  expect(body).toContain('Siân Llŷr')
  expect(body.slice(body.indexOf('id="found"'))).not.toContain('Delyth Morgan')
})

it('five hundred people are listed by letter, each page within 200 KB', async () => {
  const { event, school, page } = await today({ capacity: 600 })
  const names = Array.from({ length: 500 }, (_, n) => `Person ${String.fromCharCode(65 + (n % 26))}surname${n}`)
  for (const name of names) await aPlace(event, school, { name })
  const whole = await (await page()).text()
  expect(whole.length).toBeLessThan(200_000)
  expect(whole).toContain('Person Asurname0')
  expect(whole).not.toContain('Person Bsurname1<')
  const letter = await (await page('?letter=B')).text()
  expect(letter).toContain('Person Bsurname1<')
  expect(letter.length).toBeLessThan(200_000)
})

// “Before a day is closed its page lists everybody whom closing marks or charges, by school, with
// when they arrived and left.”
it('the day is closed on its own page, which lists everybody it marks; whoever loses their tick is shown as left out before anything is done', async () => {
  const { event, delyth, school, page, text, morning, afternoon } = await today()
  const gwen = await aPlace(event, school, { name: 'Gwen Parry' })
  await page('/arrivals', { id: newId(tick()), person: delyth.placeId, kind: 'arrived', how: 'tap' })
  vi.setSystemTime(new Date('2026-06-12T10:55:00.000Z'))
  await page('/arrivals', { id: newId(tick()), person: delyth.placeId, kind: 'left', how: 'tap' })
  expect(await text('/close')).toContain('The last session is not over')
  vi.setSystemTime(new Date('2026-06-12T14:05:00.000Z'))
  expect(await text('/close')).toMatch(
    /Delyth Morgan Did not attend: Afternoon\. Arrived 10am, left 11:55am Gwen Parry Did not attend: Morning and Afternoon/,
  )
  const fields = async (answer: Response) => {
    const body = await answer.text()
    const all = (name: string) =>
      [...body.matchAll(new RegExp(`name="${name}"(?: type="checkbox")? value="([^"]+)"`, 'g'))].map(([, one]) => one ?? '')
    return { body, form: { seen: all('seen'), person: all('person').sort(), left: all('left'), mark: all('mark').sort() } }
  }
  const { form } = await fields(await page('/close'))
  expect([form.person, form.left, form.mark]).toEqual([[delyth.placeId, gwen.placeId], [], [delyth.placeId, gwen.placeId]])
  const without = await page('/close', { ...form, mark: [delyth.placeId] })
  expect(without.status).toBe(409)
  const again = await fields(without)
  expect(again.body).toContain('Nothing is signed off yet. This is what signing off does without those you left out')
  expect(again.body).toContain('2 registers stay open: mark those you left out there')
  expect(again.form.left).toEqual([gwen.placeId])
  expect(await rows('SELECT 1 FROM RegisterSignOff WHERE sessionId IN (?1, ?2)', morning.id, afternoon.id)).toEqual([])
  expect((await page('/close', form)).status).toBe(303)
  expect(await rows('SELECT absent FROM RegisterSignOff WHERE sessionId IN (?1, ?2)', morning.id, afternoon.id)).toEqual([
    { absent: 1 },
    { absent: 2 },
  ])
})
