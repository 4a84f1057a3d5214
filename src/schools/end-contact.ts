import type { Act } from '../act.ts'
import { atomically } from '../db/atomically.ts'
import { logged } from '../log/store.ts'
import { ok, type Result, refuse } from '../result.ts'
import { endedContacts, standingContact } from './contact-store.ts'

/** Ends a contact: it is no longer held, so it is no longer evidence for a claim. Ending it twice is refused as 'gone'. */
export const endContact = async (act: Act, ask: { rootId: string; contactId: string }): Promise<Result<undefined, 'gone'>> => {
  const contact = await standingContact(act.db, ask.rootId, ask.contactId)
  if (!contact) return refuse('gone')
  await atomically(
    act.db,
    [
      endedContacts(act, [contact.id]),
      logged(act, { act: 'school_contact.ended', subject: ['school_contact', contact.id], schoolId: ask.rootId }),
    ],
    {},
  )
  return ok(undefined)
}
