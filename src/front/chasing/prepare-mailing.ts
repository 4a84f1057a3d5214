import type { Act } from '#base/act.ts'
import { atomically } from '#base/db/atomically.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import type { Audience } from '#correspondence/mailings/audience.ts'
import { usualWords } from '#correspondence/mailings/write-mailing.ts'
import { insertSending } from '#messages/outbox/sending-store.ts'
import { openChases } from '#people/ladder/chase-store.ts'
import { followUpWords, type Listing, matterOf } from './list.ts'
import { insertChaseSending } from './list-store.ts'

/**
 * Begins a draft to schools (roots) of a list, with its words, an invitation where it offers an
 * event, and chases of those not chased yet; contacts are noted when it is written to them. One
 * form does so once. @param id of the form, and of the draft
 */
export const prepareMailing = async (
  act: Act,
  ask: Listing & { id: string; title: string; subject: string; schoolIds: readonly string[]; offered: { id: string } | undefined },
): Promise<string> => {
  const { id, list, of, title, subject, schoolIds, offered } = ask
  const about = matterOf[list](of)
  await atomically(
    act.db,
    [
      insertSending(act, {
        id,
        kind: 'mailing',
        state: 'draft',
        ...(offered
          ? { ...usualWords, eventId: offered.id, nature: 'training' }
          : { eventId: null, nature: 'statutory', ...followUpWords[list](subject.replaceAll(/[{}]/g, '')) }),
        audience: { of: 'named', schools: schoolIds, list: title } satisfies Audience,
      }),
      openChases(
        act,
        schoolIds.map((schoolId) => ({ ...about, schoolId, id: newId(act.now) })),
      ),
      insertChaseSending(
        act,
        id,
        about,
        schoolIds.map((schoolId) => ({ schoolId, contactId: newId(act.now) })),
      ),
      logged(act, { act: 'mailing.begun', subject: ['mailing', id], eventId: offered?.id, after: { list, schools: schoolIds.length } }),
    ],
    { 'Sending.id': 'made_before' } as const,
  )
  return id
}
