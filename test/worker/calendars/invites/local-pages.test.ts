import { expect, it } from 'vitest'
import { placeBooking } from '#booking/placing/place-booking.ts'
import { anAccount, anAct, anEvent, aSchool, request } from '#test/support/factories.ts'

type Page = { entries: { id: string; kind: string; method: string; ics: string }[]; next: number | null }

it('the command that exports calendars reads them a page at a time, and nobody else can', async () => {
  expect((await request('/dev/commands/calendars')).status).toBe(404)
  expect((await request('/dev/commands/calendars', { headers: { 'x-muster-token': 'guessed' } })).status).toBe(404)
  const token = { 'x-muster-token': 'test-token' }
  const page = async (after: number | string): Promise<Page> =>
    (await request(`/dev/commands/calendars?after=${after}`, { headers: token })).json() as Promise<Page>
  expect(await page('nonsense')).toEqual({ entries: [], next: null })

  const event = await anEvent({ capacity: 500, placesPerSchool: null })
  const school = await aSchool()
  // More people than one account may name in an hour.
  const [one, other] = [await anAccount({ schoolIds: [school.id] }), await anAccount({ schoolIds: [school.id] })]
  for (const round of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]) {
    const placed = await placeBooking(anAct({ actor: (round > 10 ? other : one).actor }), {
      ...{ code: event.code, schoolId: school.id, formId: crypto.randomUUID() },
      delegates: Array.from({ length: 20 }, (_, n) => ({
        ...{ name: `P ${n}`, email: `p${round}-${n}@example.sch.uk`, roleId: 'dsl', represents: [] },
      })),
    })
    expect(placed.ok).toBe(true)
  }
  const first = await page(0)
  expect(first.entries).toHaveLength(200)
  const second = await page(first.next ?? 0)
  expect(second).toMatchObject({ next: null })
  expect(second.entries).toHaveLength(20)
  expect(new Set([...first.entries, ...second.entries].map(({ id }) => id)).size).toBe(220)
  expect(atob(second.entries[0]?.ics ?? '')).toMatch(/^BEGIN:VCALENDAR\r\n/)
})
