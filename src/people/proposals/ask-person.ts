import type { Act } from '#base/act.ts'
import type { Council } from '#base/council.ts'
import { addMinutes, instant } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { secondPersonAsked } from '#emails/people/second-person.tsx'
import { queued } from '#messages/outbox/store.ts'
import { type ProposalTable, selectAskable, stillOwn, updateAsked } from './asked-store.ts'

const daysToDecide = 14

export type AskRefusal = 'not_askable' | 'already_decided'

/**
 * They may decide, whatever their role, until it is decided or their days are over. Asking another
 * takes it back. @param ask.what what was proposed, in words
 */
export const askPerson = async (
  act: Act,
  { table, id, path }: { table: ProposalTable; id: string; path: string },
  ask: { accountId: string; what: string; council: Council },
): Promise<Result<{ name: string }, AskRefusal>> => {
  const person = (await readNow(act.db, selectAskable(act))).find((one) => one.id === ask.accountId)
  if (!person) return refuse('not_askable')
  const until = instant(addMinutes(act.now, daysToDecide * 24 * 60))
  const result = await atomically(
    act.db,
    [
      stillOwn(act, table, id),
      updateAsked(act, table, id, person.id, until),
      logged(act, {
        act: 'proposal.asked',
        subject: [table === 'MoneyProposal' ? 'proposal' : 'staff_proposal', id],
        after: { accountId: person.id, until },
      }),
      ...queued(act, {
        id: newId(act.now),
        kind: 'second_person',
        recipient: person.id,
        to: { name: person.name, email: person.email },
        replyTo: ask.council.contactEmail || undefined,
        ...secondPersonAsked({
          council: ask.council,
          baseUrl: act.baseUrl,
          path,
          what: ask.what,
          until,
          by: act.actor.name ?? act.actor.email ?? 'A colleague',
        }),
      }),
    ],
    { asked_is_no_second: 'not_askable', asked_is_no_second_for_money: 'not_askable', [guardBroken]: 'already_decided' } as const,
  )
  return result.ok ? ok({ name: person.name }) : result
}
