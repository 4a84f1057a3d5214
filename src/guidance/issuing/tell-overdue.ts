import type { Act } from '#base/act.ts'
import { readCouncil } from '#base/council/store.ts'
import { councilFrom } from '#base/council.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { loggedAll } from '#base/log/store.ts'
import { secondPersonOverdue } from '#emails/people/second-person.tsx'
import { queuedAll } from '#messages/outbox/store.ts'
import { deciders } from '#people/proposals/proposal.ts'
import { selectOverdueGuidance, setOverdueTold } from './overdue-store.ts'

/** Job: writes once to those who can decide on what was issued urgently and is overdue. */
export const tellOverdue = async (act: Act): Promise<boolean> => {
  const overdue = await readNow(act.db, selectOverdueGuidance(act.db, act.now, deciders.guidance))
  if (overdue.length === 0) return false
  const council = await readCouncil(act.db, councilFrom(act.laCodes.join(',')))
  await atomically(
    act.db,
    [
      ...setOverdueTold(
        act,
        overdue.map(({ id }) => id),
      ),
      ...queuedAll(
        act,
        overdue.flatMap(({ id, people, ...one }) =>
          people.map(({ id: recipient, name, email }) => ({
            id: newId(act.now),
            kind: 'second_person' as const,
            recipient,
            to: { name: name ?? undefined, email },
            replyTo: council.contactEmail || undefined,
            ...secondPersonOverdue({ ...one, council, baseUrl: act.baseUrl, path: `/organiser/proposals/${id}` }),
          })),
        ),
      ),
      loggedAll(
        act,
        overdue.map(({ id, people }) => ({
          act: 'proposal.overdue',
          subject: ['staff_proposal', id] as const,
          after: { people: people.length },
        })),
      ),
    ],
    // Two runs at once, or it was decided meanwhile.
    { [guardBroken]: 'told_already' } as const,
  )
  return false
}
