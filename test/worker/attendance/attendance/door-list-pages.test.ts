import { expect, it } from 'vitest'
import { closeRegister } from '#attendance/attendance/close-register.ts'
import { registersOf } from '#attendance/attendance/list-store.ts'
import { markAttendance } from '#attendance/attendance/mark-attendance.ts'
import { listGroups } from '#attendance/attendance/register.ts'
import { selectRows } from '#base/db/list-rows.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { anAccount, anAct, anEvent, db, request, tick } from '#test/support/factories.ts'
import { documentOf } from '#test/support/html-page.ts'
import { plain } from '#test/support/plain.ts'
import { aRegister } from './places.ts'

it('a register is listed under today, to sign off, coming up or signed off, by London days', async () => {
  const { event, session, placeId } = await aRegister()
  const { actor } = await anAccount({ doorEventIds: [event.id] })
  const actAt = (now: string) => anAct({ actor, now: new Date(now) })
  const groupsAt = async (now: string) => {
    const lists = await Promise.all(listGroups.map((group) => readNow(db, selectRows(db, registersOf(actAt(now), { group })))))
    return listGroups.flatMap((group, n) => (lists[n] ?? []).map(({ expected, marked }) => [group, marked, expected]))
  }
  expect(await groupsAt('2026-06-11T22:59:59.999Z')).toEqual([['coming', 0, 1]])
  expect(await groupsAt('2026-06-11T23:00:00.000Z')).toEqual([['today', 0, 1]])
  expect(await groupsAt('2026-06-12T22:59:59.999Z')).toEqual([['today', 0, 1]])
  expect(await groupsAt('2026-06-12T23:00:00.000Z')).toEqual([['to_sign', 0, 1]])
  const mark = { id: newId(tick()), sessionId: session.id, person: placeId, markType: 'attended', source: 'screen' } as const
  expect((await markAttendance(actAt('2026-06-12T09:00:00.000Z'), mark)).ok).toBe(true)
  const seen = { attended: 1, part: 0, absent: 0, apologies: 0 }
  expect((await closeRegister(actAt('2026-06-12T15:10:00.000Z'), { sessionId: session.id, seen })).ok).toBe(true)
  expect(await groupsAt('2026-06-12T15:11:00.000Z')).toEqual([['signed', 1, null]])
})

it('thirty registers are two pages with a count and a search, and the choice of the list stays', async () => {
  const hour = (n: number, minute: string) => `2090-06-${String(n + 1).padStart(2, '0')}T08:${minute}:00.000Z`
  const sessions = Array.from({ length: 30 }, (_, n) => ({ startsAt: hour(n, '00'), endsAt: hour(n, '30'), title: `Course day ${n + 1}` }))
  const event = await anEvent({ title: 'Thirty days', sessions })
  const { cookie } = await anAccount({ doorEventIds: [event.id] })
  const open = async (path: string) => documentOf(await (await request(path, { cookie })).text())
  type Doc = Awaited<ReturnType<typeof open>>
  const titlesOf = (page: Doc) => [...page.querySelectorAll('main tbody a')].map(({ textContent }) => textContent)
  const captionOf = (page: Doc) => plain(page.querySelector('main caption')?.textContent ?? '')
  const home = await open('/register')
  expect([...home.querySelectorAll('main .govuk-task-list a')].map(({ textContent }) => textContent)).toEqual(
    ['Course day 1', 'Course day 2', 'Course day 3'].map((day) => `Thirty days: ${day}`),
  )
  const first = await open('/register/list?show=coming')
  expect([captionOf(first), titlesOf(first).length, titlesOf(first)[0]]).toEqual(['30 registers', 25, 'Thirty days: Course day 1'])
  const next = first.querySelector('a[rel=next]')?.getAttribute('href') ?? ''
  expect(next).toContain('show=coming')
  expect(titlesOf(await open(next))).toEqual([26, 27, 28, 29, 30].map((n) => `Thirty days: Course day ${n}`))
  const sought = await request('/register/list', { cookie, form: { show: 'coming', q: 'DAYS day 12' } })
  const [at, kept] = [sought.headers.get('location') ?? '', sought.headers.get('set-cookie')?.split(';')[0] ?? '']
  const found = documentOf(await (await request(at, { cookie: `${cookie}; ${kept}` })).text())
  expect([captionOf(found), titlesOf(found)]).toEqual(['1 register', ['Thirty days: Course day 12']])
  expect(found.querySelector('input[name=show]')?.getAttribute('value')).toBe('coming')
  expect(plain((await open('/register/list?show=signed')).querySelector('main')?.textContent ?? '')).toContain(
    'No register is signed off yet.',
  )
  const other = await anAccount({ roles: ['officer'] })
  expect((await request('/register/list?show=coming', { cookie: other.cookie })).status).toBe(404)
})
