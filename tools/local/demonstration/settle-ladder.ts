// Schools that an officer chases: one up to its chair, one that answered, one that nobody reached.
import type { Act, Actor } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { newId } from '#base/id.ts'
import type { ChasedMatter, Means, Result } from '#people/ladder/contact.ts'
import { recordContact } from '#people/ladder/record-contact.ts'
import type { Rung } from '#people/ladder/rung.ts'
import { demonstrationDates } from './dates.ts'
import { schoolsToChase } from './store.ts'
import { actOf } from './time.ts'

type Contact = readonly [schoolDaysAgo: number, rung: Rung, means: Means, result: Result, note: string]

const toTheChair: readonly Contact[] = [
  [34, 'office', 'message', 'written_to', ''],
  [28, 'lead', 'message', 'written_to', ''],
  [22, 'lead', 'telephone', 'left_message', 'The office takes messages until 3pm'],
  [17, 'head', 'letter', 'written_to', ''],
  [9, 'chair', 'letter', 'written_to', 'Sent through the clerk to the governors'],
]

const answered: readonly Contact[] = [
  [14, 'office', 'message', 'written_to', ''],
  [9, 'lead', 'telephone', 'answered', 'A new lead begins after the holidays and books then'],
]

const neverReached: readonly Contact[] = [
  [25, 'office', 'letter', 'written_to', ''],
  [19, 'office', 'telephone', 'no_answer', ''],
  [18, 'office', 'telephone', 'no_answer', 'The number of the register rings out'],
  [11, 'head', 'letter', 'written_to', ''],
]

export const settleLadder = async (act: Act, officer: Actor): Promise<number> => {
  const { unconfirmed, unreached } = await schoolsToChase(act.db)
  const chase = async (schoolId: string | undefined, matter: ChasedMatter, contacts: readonly Contact[]): Promise<number> => {
    if (!schoolId) return 0
    for (const [daysAgo, rung, means, result, note] of contacts) {
      const by = actOf(act, officer, demonstrationDates(act.now).chased(daysAgo))
      const facts = { rung, means, result, note, happenedAt: instant(by.now), form: newId(by.now) }
      const noted = await recordContact(by, schoolId, [{ matter, subjectId: '' }], facts)
      if (!noted.ok) throw new Error(noted.reason)
    }
    return 1
  }
  const [first, second] = unconfirmed
  return (
    (await chase(first, 'roles_not_confirmed', toTheChair)) +
    (await chase(second, 'roles_not_confirmed', answered)) +
    (await chase(unreached[0], 'never_reached', neverReached))
  )
}
