import type { Choices } from '#attendance/coverage/coverage.ts'
import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { sha256 } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { audienceAllowsKind } from '#booking/bookings/booking.ts'
import { moveSending } from '#messages/outbox/sending-store.ts'
import { type FoundSet, readSet } from './audience-store.ts'
import { sayWays } from './linked-material.ts'
import { type About, type Mailing, whatIsMissing } from './mailing.ts'
import { readAbout } from './material-store.ts'
import { type Chosen, chosenPeople, chosenTrusts } from './people.ts'
import { draftAsRead, insertRecipients, type RecipientRow, updatedDraft } from './store.ts'

export type Prepared = About & {
  /** How many get a link to the material which way. */
  ways: string[]
  set: FoundSet
  chosen: Chosen
  /** The trusts of the schools; `schoolId` of each is its UID. */
  trusts: Chosen
  missing: Record<string, string>
  /** Identifies these recipients and this text: what pressing the button agrees to. */
  mark: string
}

/** Who would get a draft now, who would not and why, and what it lacks. */
export const prepareMailing = async (act: Act, mailing: Mailing, choices?: Choices): Promise<Prepared> => {
  const [set, about] = await Promise.all([readSet(act, mailing.audience, mailing, choices), readAbout(act.db, mailing, act.now)])
  const { event } = about
  const { nature, subject, body, basis, materialId } = mailing
  const units = nature === 'training' && event ? set.units.filter((unit) => audienceAllowsKind(event, unit)) : set.units
  const going = { nature, topicId: event?.topicId }
  const chosen = chosenPeople(units, going, set.every, set.once)
  const trusts = chosenTrusts(set.trusts, units, going, chosen)
  const who = [...chosen.recipients, ...trusts.recipients].map(({ email, schoolId, why }) => [email, schoolId, why])
  return {
    set,
    chosen,
    trusts,
    ...about,
    ways: about.linked ? sayWays(about.linked, chosen.recipients, act.now) : [],
    missing: whatIsMissing(mailing, about, chosen.counts.people + trusts.counts.people, act.now),
    mark: (await sha256(JSON.stringify([nature, subject, body, basis, materialId, who]))).slice(0, 24),
  }
}

const withoutAddress = ({ ring }: Chosen) =>
  ring
    .filter(({ why }) => why === 'no_address')
    .map(({ schoolId }) => ({
      schoolId,
      email: '',
      name: '',
      why: 'no_address' as const,
      bookingId: null,
      placeId: null,
      personId: null,
      accountId: null,
    }))

/** Rows of a started mailing: its recipients, and each school and trust without an address. */
export const recipientRows = ({ chosen, trusts }: Pick<Prepared, 'chosen' | 'trusts'>): RecipientRow[] => [
  ...[...chosen.recipients, ...withoutAddress(chosen)].map((one) => ({ ...one, trustUid: null })),
  ...[...trusts.recipients, ...withoutAddress(trusts)].map(({ schoolId, ...one }) => ({ ...one, schoolId: null, trustUid: schoolId })),
]

/** Once, however often pressed. @param mark as shown; anything else must be reviewed again */
export const startMailing = async (
  act: Act,
  mailing: Mailing,
  mark: string,
): Promise<Result<undefined, 'not_ready' | 'set_changed' | 'changed_meanwhile'>> => {
  const prepared = await prepareMailing(act, mailing)
  if (Object.keys(prepared.missing).length > 0) return refuse('not_ready')
  if (prepared.mark !== mark) return refuse('set_changed')
  const started = await startPrepared(act, mailing, prepared)
  return started.ok ? ok(undefined) : started
}

/** In one batch. @param prepared of this mailing, lacking nothing */
export const startPrepared = (act: Act, mailing: Mailing, prepared: Prepared) => {
  const from = mailing.state === 'waiting' ? 'waiting' : 'draft'
  return atomically(
    act.db,
    [
      draftAsRead(act, mailing, from),
      updatedDraft(act, mailing.id, { ...mailing, audience: { ...mailing.audience, said: prepared.set.words } }),
      ...moveSending(act, mailing.id, [from], 'sending'),
      ...insertRecipients(act, mailing.id, recipientRows(prepared)),
      logged(act, {
        act: 'mailing.started',
        subject: ['mailing', mailing.id],
        eventId: mailing.eventId ?? undefined,
        after: { nature: mailing.nature, ...prepared.chosen.counts, trusts: prepared.trusts.counts.people },
      }),
    ],
    { [guardBroken]: 'changed_meanwhile' as const, school_is_invited: 'set_changed' as const },
  )
}
