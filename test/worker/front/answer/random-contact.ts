// Whom somebody was in contact with, by chance: chases with their steps, calls without one, what was corrected, and invitations to training.
import { addDays } from '#base/dates.ts'
import { newId } from '#base/id.ts'
import { anEvent, tick } from '#test/support/factories.ts'
import type { Pen, School } from './random-rows.ts'

const results = ['no_answer', 'left_message', 'spoke', 'answered'] as const

/** @param documentIds guidance about which they are chased */
export const contactSchools = async (
  { next, pick, put, ago, today, at, moment, write }: Pen,
  { schools, byId, documentIds }: { schools: readonly School[]; byId: string; documentIds: readonly string[] },
): Promise<void> => {
  const day = addDays(today, 30)
  const times = { startsAt: at(day), endsAt: at(day, '15:00') }
  const events = [await anEvent({ topicId: 'child-on-child-abuse', ...times }), await anEvent({ topicId: 'online-safety', ...times })]
  const sendings = events.map(({ id }) =>
    put('Sending', 'kind eventId nature subject state createdAt', 'mailing', id, 'training', 'Come', 'done', at(ago(40))),
  )
  for (const school of schools) {
    if (next(2) === 0) continue
    const about = next(2) === 0 ? (['never_reached', ''] as const) : (['guidance', pick(documentIds)] as const)
    const day = pick([ago(800), ago(90), ago(30)])
    const isChased = next(3) > 0
    const chase = isChased
      ? put('Chase', 'schoolId matter subjectId ownerId openedAt openedById', school.id, ...about, byId, at(day), byId)
      : null
    const facts = 'schoolId chaseId matter subjectId rung means result happenedAt notedAt byId nextRung nextOn correctsId form'
    const noted = (result: string, corrects: string | null = null): string => {
      const [when, means] = [moment(day), result === 'written_to' ? 'message' : 'telephone']
      const step = isChased ? ['head', pick([ago(3), today, addDays(today, 8)])] : [null, null]
      const matter = isChased ? [null, ''] : about
      return put(
        'ContactTried',
        facts,
        school.id,
        chase,
        ...matter,
        'head',
        means,
        result,
        when,
        when,
        byId,
        ...step,
        corrects,
        newId(tick()),
      )
    }
    for (let n = 1 + next(2); n > 0; n -= 1) {
      const first = noted(pick([...results, 'written_to']))
      if (next(6) === 0) noted(pick([...results, 'not_so', 'not_so']), first)
    }
  }
  for (const sending of sendings)
    for (let n = 8; n > 0; n -= 1) {
      const [id, when, delivery] = [
        newId(tick()),
        at(pick([ago(40), ago(900)])),
        pick([null, 'delivered', 'delayed', 'bounced', 'complained']),
      ]
      const columns = 'id kind state recipient schoolId createdAt dueAt sentAt sendingId nature deliveryStatus'
      put(
        'Message',
        columns,
        id,
        'mailing',
        pick(['sent', 'sent', 'failed']),
        id,
        pick(schools).id,
        when,
        when,
        when,
        sending,
        'training',
        delivery,
      )
    }
  await write()
}
