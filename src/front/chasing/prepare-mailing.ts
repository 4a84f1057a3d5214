import type { Act } from '#base/act.ts'
import { atomically } from '#base/db/atomically.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import type { Audience } from '#correspondence/mailings/audience.ts'
import { insertSending } from '#messages/outbox/sending-store.ts'
import { openChases } from '#people/ladder/chase-store.ts'
import { type Listing, matterOf } from './list.ts'
import { insertChaseSending } from './list-store.ts'

/**
 * Begins a draft to schools (roots) of a list and a chase of each that is not chased yet; the
 * contacts are noted when the message is written to them. The same form does so once.
 * @param id of the form, and of the draft
 */
export const prepareMailing = async (
  act: Act,
  ask: Listing & { id: string; title: string; schoolIds: readonly string[] },
): Promise<string> => {
  const { id, list, of, title, schoolIds } = ask
  const about = matterOf[list](of)
  await atomically(
    act.db,
    [
      insertSending(act, {
        ...{ id, kind: 'mailing', state: 'draft', eventId: null, nature: 'statutory', subject: '', body: '' },
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
      logged(act, { act: 'mailing.begun', subject: ['mailing', id], after: { list, schools: schoolIds.length } }),
    ],
    { 'Sending.id': 'made_before' } as const,
  )
  return id
}
