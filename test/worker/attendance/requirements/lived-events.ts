// Conferences of a lived year: planned, booked, held, marked, closed and corrected.
import { addWalkIn } from '#attendance/attendance/add-walk-in.ts'
import { closeRegister } from '#attendance/attendance/close-register.ts'
import { markAttendance } from '#attendance/attendance/mark-attendance.ts'
import { countEvent } from '#attendance/editions/count-event.ts'
import { addDays, type Day } from '#base/dates.ts'
import { newId } from '#base/id.ts'
import { placeBooking } from '#booking/placing/place-booking.ts'
import { anEvent, rows, run } from '#test/support/factories.ts'
import type { Ground } from './lived-ground.ts'

const topics = ['designated-lead', 'governance', 'safer-recruitment', 'online-safety', 'early-years']

export const theEvents = ({ act, pick, next, note, today, goOnTo, another, contactOf, roots, holders }: Ground) => {
  // Conferences: booked, marked, closed and corrected.
  type Conference = { event: Awaited<ReturnType<typeof anEvent>>; on: Day }
  const coming: Conference[] = []
  const plan = async (): Promise<void> => {
    const on = addDays(today(), 12 + next(8))
    const topicId = pick(topics)
    const event = await anEvent({
      topicId,
      placesPerSchool: 4,
      startsAt: `${on}T08:30:00.000Z`,
      endsAt: `${on}T${pick(['11', '15'])}:00:00.000Z`,
    })
    if (next(3) === 0) await run(`UPDATE Event SET purpose = 'update' WHERE id = ?1`, event.id)
    if (next(3) === 0)
      note(
        'counts',
        await countEvent(act(), {
          event,
          seen: [],
          counts: [
            {
              requirementId: pick(['lead', 'lead_update', 'governors']),
              sessionId: undefined,
              countsAs: pick(['either', 'refresher', 'first', 'none']),
            },
          ],
          reason: undefined,
        }),
      )
    coming.push({ event, on })
  }
  const book = async ({ event }: Conference): Promise<void> => {
    const { rootId, name: who, email, roleId } = pick(await holders())
    const contact = await contactOf(rootId)
    const delegates = [
      { name: who, email, roleId, represents: [] },
      ...(next(3) === 0
        ? [{ name: `Delyth Number${another()}`, email: `other${another()}@example.sch.uk`, roleId: 'deputy_dsl', represents: [] }]
        : []),
    ]
    const placed = await placeBooking(act({ actor: contact.actor }), {
      code: event.code,
      schoolId: rootId,
      formId: crypto.randomUUID(),
      delegates,
    })
    note('booked', placed)
  }
  const hold = async ({ event }: Conference): Promise<void> => {
    goOnTo(event.sessions[0]?.endsAt ?? '')
    const sessionId = event.sessions[0]?.id ?? ''
    const places = await rows<{ id: string }>(`SELECT id FROM Place WHERE eventId = ?1 AND state = 'confirmed' ORDER BY id`, event.id)
    const mark = async (person: string, correction?: { correctsId: string }) => {
      const markType = pick(['attended', 'attended', 'attended', 'part', 'absent', 'apologies'] as const)
      const one = act()
      const ask = {
        id: newId(one.now),
        sessionId,
        person,
        markType,
        source: 'screen' as const,
        ...(correction ? { ...correction, reason: 'It was a namesake' } : {}),
      }
      note(correction ? 'corrected' : 'marked', await markAttendance(one, ask))
    }
    for (const { id } of places) await mark(id)
    const school = pick(await roots())
    const walkIn = {
      id: newId(act().now),
      sessionId,
      name: `Walker ${another()}`,
      schoolId: school.id,
      organisation: '',
      roleId: 'dsl',
      source: 'screen' as const,
    }
    note('walked in', await addWalkIn(act(), walkIn))
    const [seen] = await rows<Record<'attended' | 'part' | 'absent' | 'apologies', number>>(
      `SELECT COALESCE(SUM(markType = 'attended'), 0) AS attended, COALESCE(SUM(markType = 'part'), 0) AS part, COALESCE(SUM(markType = 'absent'), 0) AS absent,
         COALESCE(SUM(markType = 'apologies'), 0) AS apologies FROM CurrentMark WHERE sessionId = ?1`,
      sessionId,
    )
    if (seen) note('closed', await closeRegister(act(), { sessionId, seen }))
    const marks = await rows<{ id: string; placeId: string }>(
      'SELECT id, placeId FROM CurrentMark WHERE sessionId = ?1 AND placeId IS NOT NULL ORDER BY id',
      sessionId,
    )
    for (const { id, placeId } of marks) if (next(6) === 0) await mark(placeId, { correctsId: id })
  }

  return { coming, plan, book, hold }
}
