import { expect, it } from 'vitest'
import { markAttendance } from '#attendance/attendance/mark-attendance.ts'
import { readReport } from '#attendance/coverage/store.ts'
import { nameDelegates } from '#booking/delegates/name-delegates.ts'
import { placeBooking } from '#booking/placing/place-booking.ts'
import { accepted, anAccount, anAct, anEvent, aSchool, rows } from '#test/support/factories.ts'
import { person } from './bookings.ts'

it('A delegate may represent several schools: the place belongs to one, whose limit it uses; coverage prints the others apart', async () => {
  const laCode = '9A7'
  const [own, before, after, also] = [
    await aSchool({ laCode }),
    await aSchool({ laCode }),
    await aSchool({ laCode }),
    await aSchool({ laCode }),
  ]
  const event = await anEvent({ placesPerSchool: 1 })
  const contact = await anAccount({ schoolIds: [own.id, after.id] })
  const book = (schoolId: string, delegate: ReturnType<typeof person>) =>
    placeBooking(anAct({ actor: contact.actor }), { code: event.code, schoolId, formId: crypto.randomUUID(), delegates: [delegate] })
  const placed = await book(own.id, person('Ann Lee', 'trust_lead', [before.id])).then(accepted)
  // The school that is represented still has its own place.
  expect((await book(own.id, person('Cai Rees'))).ok).toBe(false)
  const [place] = await rows<{ id: string; personId: string }>('SELECT id, personId FROM Place WHERE eventId = ?1', event.id)
  await nameDelegates(anAct({ actor: contact.actor }), placed.reference, [
    { placeId: place?.id ?? '', was: place?.personId ?? '', delegate: person('Bo Price', 'trust_lead', [after.id, also.id]) },
  ])
  const organiser = await anAccount({ roles: ['organiser'] })
  const marked = await markAttendance(anAct({ actor: organiser.actor, now: new Date('2026-06-12T09:00:00.000Z') }), {
    id: crypto.randomUUID(),
    sessionId: event.sessions[0]?.id ?? '',
    person: place?.id ?? '',
    markType: 'attended',
    source: 'screen',
  })
  expect(marked).toEqual({ ok: true, value: { changed: true } })
  const question = { laCodes: [laCode], on: '2026-12-31', from: '2026-01-01', to: '2026-12-31', topic: undefined, event: undefined }
  const { whole } = await readReport(anAct().db, question, ['sector-kind'])
  expect(whole).toMatchObject({ open: 4, tookPart: 3, ownAttended: 1, representedAttended: 2, never: 1 })
  expect((await book(after.id, person('Dee Hughes'))).ok).toBe(true)
})
