// What is due of annual returns: filling in and signing, and what a school said that it would do.
import { addDays, instant, londonDay, sayDay, sayDeadline } from '#base/dates.ts'
import { mapped, type Read } from '#base/db/read.ts'
import { cutTo, listed } from '#base/words.ts'
import { selectToDo } from '#returns/progress/action-store.ts'
import { selectReturnsDue } from '#returns/signing/due-store.ts'
import { capacities } from '#returns/signing/signature.ts'
import type { Asked, DueFact } from './due.ts'

export const selectReturns = (db: SqlDatabase, { rootIds, now }: Asked): Read<DueFact[]> =>
  mapped(selectReturnsDue(db, rootIds, now), (rows) =>
    rows.map(({ schoolId, id, roundId, putOffId, title, deadlineAt, finalAt, begun, submitted, toSign }) => {
      const at = instant(now)
      const press = { text: 'Open the return', href: `/school/${schoolId}/returns/${id}` }
      if (submitted)
        return {
          schoolId,
          kind: 'return' as const,
          whom: '',
          press,
          what: `Sign “${title}”`,
          why: `The head has submitted it. Still to sign: ${listed(toSign.map((one) => capacities[one].toLowerCase()))}.`,
        }
      return {
        schoolId,
        kind: 'return' as const,
        whom: '',
        press,
        by: at <= deadlineAt ? deadlineAt : finalAt,
        tells: [{ notice: 'return', subjectId: roundId }, ...(putOffId ? [{ notice: 'deadline' as const, subjectId: putOffId }] : [])],
        what: `Fill in and submit “${title}”`,
        why: `${begun ? 'It is begun' : 'Nobody has begun'}. ${
          at <= deadlineAt
            ? `The head submits it by ${sayDeadline(deadlineAt)}.`
            : at <= finalAt
              ? `The deadline is over; the last count is at ${sayDeadline(finalAt)}.`
              : 'The final date is over; it can still be submitted, late.'
        }`,
      }
    }),
  )

/** Days before its own from which an action is said. */
const daysAhead = 14
const longest = 120

const shortened = (words: string): string => (words.length > longest ? `${cutTo(words, longest).trimEnd()}…` : words)

/** Actions of a plan that are overdue or due soon, and what a school disputes of our record. */
export const selectAfterReturns = (db: SqlDatabase, { rootIds, now }: Asked): Read<DueFact[]> =>
  mapped(selectToDo(db, rootIds, addDays(londonDay(now), daysAhead)), (rows) =>
    rows.map(({ schoolId, returnId, title, dueOn, what, owner, lookedAtBy }) => ({
      schoolId,
      kind: 'plan' as const,
      whom: '',
      press: { text: 'See the action plan', href: `/school/${schoolId}/returns/${returnId}/plan` },
      ...(dueOn === null
        ? {
            what: `Our record is in dispute: “${shortened(what)}”`,
            why: `Your school said in “${title}” that it is not right. ${owner || 'The council'} looks at it by ${sayDay(lookedAtBy ?? now)}.`,
          }
        : {
            what: `Say when this is done: “${shortened(what)}”`,
            why: `Your school planned it after “${title}”${owner ? `; ${shortened(owner)} does it` : ''}.`,
            by: dueOn,
          }),
    })),
  )
